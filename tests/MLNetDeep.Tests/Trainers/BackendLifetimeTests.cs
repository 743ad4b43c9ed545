using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;

namespace MLNetDeep.Tests.Trainers;

/// <summary>What a backend made is disposed with the call, cursor or engine that needed it, however that ends.</summary>
public class BackendLifetimeTests
{
    private readonly MLContext _ml = new(seed: 1);

    public static TheoryData<bool, bool> Fits => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(Fits))]
    public void A_training_leaves_nothing_open(bool standardizes, bool streams)
    {
        CountingBackend backend = new();
        NetworkTransformer model = Trainer(backend, standardizes, streams).Fit(Flowers.View(_ml));
        Assert.Equal((1, 0), (backend.Sessions, backend.Open));
        using MemoryStream file = new();
        _ml.Model.Save(model, Flowers.View(_ml).Schema, file);
        Assert.Equal((1, 0, 0), (backend.Sessions, backend.Scorers, backend.Open));
    }

    [Fact]
    public void A_resumed_training_leaves_nothing_open()
    {
        TrainingCheckpoint? checkpoint = null;
        LambdaCallback keep = new((context, _) => checkpoint = context.CreateCheckpoint());
        Trainer(CpuBackend.Instance, callbacks: keep).Fit(Flowers.View(_ml));
        CountingBackend backend = new();
        MultilayerPerceptronOptions options = Options(backend) with { Epochs = 4, ResumeFrom = checkpoint };
        _ml.MulticlassClassification.Trainers.MultilayerPerceptron(options).Fit(Flowers.View(_ml));

        // A standardized training has another session from the checkpoint. The device need not have room for two.
        Assert.Equal((2, 1, 0), (backend.Sessions, backend.MostOpen, backend.Open));
    }

    [Fact]
    public void A_training_that_cannot_be_resumed_for_lack_of_memory_leaves_nothing_open()
    {
        TrainingCheckpoint? checkpoint = null;
        LambdaCallback keep = new((context, _) => checkpoint = context.CreateCheckpoint());
        Trainer(CpuBackend.Instance, callbacks: keep).Fit(Flowers.View(_ml));
        int sessions = 0;
        CountingBackend backend = new()
        {
            OnCall = call =>
            {
                if (call == "CreateSession" && ++sessions == 2)
                {
                    throw new DeviceMemoryException("device 7", null, "Free memory.");
                }
            },
        };
        MultilayerPerceptronOptions options = Options(backend) with { Epochs = 4, ResumeFrom = checkpoint };
        Assert.Throws<DeviceMemoryException>(() => _ml.MulticlassClassification.Trainers.MultilayerPerceptron(options).Fit(Flowers.View(_ml)));
        Assert.Equal((1, 0), (backend.Sessions, backend.Open));
    }

    public static TheoryData<string, bool> FailingCalls
    {
        get
        {
            TheoryData<string, bool> calls = [];
            foreach (string call in (string[])["CreateSession", "PrepareData", "Step", "Evaluate", "IsFinite", "GetWeights"])
            {
                calls.Add(call, false);
                calls.Add(call, true);
            }

            return calls;
        }
    }

    // The device fails, and goes on failing when the session is ended.
    [Theory]
    [MemberData(nameof(FailingCalls))]
    public void A_training_whose_device_fails_throws_its_exception_and_leaves_nothing_open(string failingCall, bool standardizes)
    {
        bool hasFailed = false;
        CountingBackend backend = new()
        {
            OnCall = call =>
            {
                bool isLater = hasFailed;
                hasFailed |= call == failingCall;
                if (hasFailed)
                {
                    throw new DeviceMemoryException("device 7", 1234567, isLater ? "Too late." : "Set BatchSize to less.");
                }
            },
        };
        DeviceMemoryException error = Assert.Throws<DeviceMemoryException>(() => Trainer(backend, standardizes).Fit(Flowers.View(_ml)));
        Assert.Equal("There is too little memory on device 7: 1,234,567 bytes were asked for. Set BatchSize to less.", error.Message);
        Assert.Equal(0, backend.Open);
    }

    [Theory]
    [InlineData("option")]
    [InlineData("context")]
    [InlineData("stop")]
    [InlineData("exception")]
    public void A_training_that_is_ended_leaves_nothing_open(string way)
    {
        using CancellationTokenSource source = new();
        CountingBackend backend = new();
        LambdaCallback end = new()
        {
            BatchEnd = (context, progress) =>
            {
                switch (way)
                {
                    case "option":
                        source.Cancel();
                        break;
                    case "context":
                        Cancel.Execution(_ml);
                        break;
                    case "stop":
                        context.Stop();
                        break;
                    default:
                        throw new TimeZoneNotFoundException();
                }
            },
        };
        MultilayerPerceptronOptions options = Options(backend) with { Callbacks = [end], Cancellation = source.Token };
        IDataView view = Flowers.View(_ml);
        Exception? ended = Record.Exception(() => _ml.MulticlassClassification.Trainers.MultilayerPerceptron(options).Fit(view));
        Assert.Equal(way == "stop", ended is null);
        Assert.Equal((1, 0), (backend.Sessions, backend.Open));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Cursors_dispose_their_scorers_and_read_as_far_ahead_as_the_backend_likes(int preferredBatch)
    {
        NetworkTransformer model = Trainer(CpuBackend.Instance).Fit(Flowers.View(_ml));
        CountingBackend backend = new() { PreferredBatch = preferredBatch };
        IDataView scored = model.WithBackend(backend).Transform(Flowers.View(_ml));
        Assert.Equal(0, backend.Open);
        DataViewRowCursor cursor = scored.GetRowCursor(scored.Schema);
        Assert.NotEqual(0, backend.Open);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(scored.Schema["Score"]);
        VBuffer<float> scores = default;
        int rows = 0;
        while (cursor.MoveNext())
        {
            getter(ref scores);
            rows++;
        }

        Assert.Equal((63, preferredBatch), (rows, backend.LargestBatch));
        Assert.NotEqual(0, backend.Open);
        cursor.Dispose();
        cursor.Dispose();
        Assert.Equal(0, backend.Open);

        DataViewRowCursor[] set = scored.GetRowCursorSet(scored.Schema, 3);
        Array.ForEach(set, part => part.Dispose());
        Assert.Equal(0, backend.Open);

        _ml.MulticlassClassification.Evaluate(scored);
        scored.GetColumn<float[]>("Score").First();
        Assert.Equal(0, backend.Open);
    }

    // Values of a type of their own, such as images, cannot be copied, so rows with an active column of them are scored one by one.
    [Fact]
    public void A_cursor_that_cannot_read_ahead_disposes_its_scorers()
    {
        NetworkTransformer model = Trainer(CpuBackend.Instance).Fit(Flowers.View(_ml));
        CountingBackend backend = new();
        IDataView rows = _ml.Data.LoadFromEnumerable(Flowers.Rows(20).Select(flower => new Tagged { Features = flower.Features, Tag = new() }));
        IDataView scored = model.WithBackend(backend).Transform(rows);
        using (DataViewRowCursor cursor = scored.GetRowCursor(scored.Schema))
        {
            ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(scored.Schema["Score"]);
            VBuffer<float> scores = default;
            cursor.MoveNext();
            getter(ref scores);
        }

        Assert.Equal((1, 0), (backend.LargestBatch, backend.Open));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void A_cursor_that_cannot_be_made_leaves_nothing_open(int preferredBatch)
    {
        NetworkTransformer model = Trainer(CpuBackend.Instance).Fit(Flowers.View(_ml));
        bool fails = false;
        CountingBackend backend = new()
        {
            PreferredBatch = preferredBatch,
            OnCall = call =>
            {
                if (fails && call == "CreateScorer")
                {
                    throw new DeviceMemoryException("device 7", null, "Free memory.");
                }
            },
        };
        NetworkTransformer transformer = model.WithBackend(backend);
        WatchedView watched = new(Flowers.View(_ml));
        IDataView scored = transformer.Transform(transformer.Transform(watched));
        fails = true;
        DeviceMemoryException error = Assert.Throws<DeviceMemoryException>(() => scored.GetRowCursor(scored.Schema));
        Assert.Equal("There is too little memory on device 7. Free memory.", error.Message);
        Assert.Equal((0, 1), (backend.Open, watched.DisposedCount));
        Assert.Throws<DeviceMemoryException>(() => scored.GetRowCursorSet(scored.Schema, 2));
        Assert.Equal((0, 2), (backend.Open, watched.DisposedCount));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Prediction_engines_dispose_their_scorers(bool isChain)
    {
        IDataView view = Flowers.View(_ml);
        NetworkTransformer model = Trainer(CpuBackend.Instance).Fit(view);
        CountingBackend backend = new();
        NetworkTransformer counted = model.WithBackend(backend);
        ITransformer transformer = isChain ? _ml.Transforms.CopyColumns("Same", "Features").Fit(view).Append(counted) : counted;
        for (int i = 0; i < 4; i++)
        {
            PredictionEngine<Flowers.Flower, Prediction> engine = _ml.Model.CreatePredictionEngine<Flowers.Flower, Prediction>(transformer);
            Assert.Equal(3, engine.Predict(Flowers.Rows(1)[0]).Score.Length);
            Assert.Equal(1, backend.Open);
            engine.Dispose();

            // ML.NET disposes a chain once. Of later engines, the last one's memory is left.
            Assert.Equal(isChain && i > 0 ? 1 : 0, backend.Open);
        }

        counted.Dispose();
        Assert.Equal(0, backend.Open);
    }

    // An engine disposes its transformer, which other engines still use.
    [Fact]
    public async Task An_engine_works_after_another_engine_of_the_same_model_is_disposed()
    {
        NetworkTransformer model = Trainer(CpuBackend.Instance).Fit(Flowers.View(_ml));
        CountingBackend backend = new();
        NetworkTransformer counted = model.WithBackend(backend);
        Flowers.Flower row = Flowers.Rows(1)[0];
        using PredictionEngine<Flowers.Flower, Prediction> engine = _ml.Model.CreatePredictionEngine<Flowers.Flower, Prediction>(counted);
        float[] expected = engine.Predict(row).Score;
        _ml.Model.CreatePredictionEngine<Flowers.Flower, Prediction>(counted).Dispose();
        Assert.Equal(0, backend.Open);
        Assert.Equal(expected, engine.Predict(row).Score);
        Assert.Equal(1, backend.Open);

        // While it is used, on another thread, its memory is not released.
        using CancellationTokenSource end = new();
        Task<int> predictions = Task.Run(() =>
        {
            int count = 0;
            do
            {
                Assert.Equal(expected, engine.Predict(row).Score);
                count++;
            }
            while (!end.IsCancellationRequested);
            return count;
        });
        for (int i = 0; i < 300; i++)
        {
            counted.Dispose();
        }

        await end.CancelAsync();
        Assert.InRange(await predictions, 1, int.MaxValue);
        engine.Dispose();
        Assert.Equal(0, backend.Open);
        Assert.Equal(expected, counted.Transform(Flowers.View(_ml)).GetColumn<float[]>("Score").First());
        Assert.Equal(0, backend.Open);
    }

    private static MultilayerPerceptronOptions Options(IComputeBackend backend) =>
        new() { HiddenUnits = [4], Epochs = 2, BatchSize = 8, Seed = 1, ValidationSplit = 0.2, Backend = backend };

    private NetworkTrainer Trainer(IComputeBackend backend, bool standardizes = true, bool streams = false, TrainingCallback? callbacks = null)
    {
        MultilayerPerceptronOptions options = Options(backend) with { StandardizeFeatures = standardizes, Callbacks = callbacks is null ? [] : [callbacks] };
        return _ml.MulticlassClassification.Trainers.MultilayerPerceptron(
            streams ? options with { StreamingPoolSize = 16, ValidationSplit = 0 } : options);
    }

    private sealed class Prediction
    {
        public float[] Score { get; set; } = [];
    }

    private sealed class Tagged
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        [TagType]
        public Tag Tag { get; set; } = null!;
    }

    private sealed class Tag
    {
    }

    private sealed class TagDataViewType() : StructuredDataViewType(typeof(Tag))
    {
        public override bool Equals(DataViewType? other) => other is TagDataViewType;

        public override bool Equals(object? other) => other is TagDataViewType;

        public override int GetHashCode() => 1;
    }

    private sealed class TagTypeAttribute : DataViewTypeAttribute
    {
        public override void Register() => DataViewTypeManager.Register(new TagDataViewType(), typeof(Tag), this);

        public override bool Equals(DataViewTypeAttribute? other) => other is TagTypeAttribute;

        public override bool Equals(object? other) => other is TagTypeAttribute;

        public override int GetHashCode() => 1;
    }
}
