using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.TorchSharp.Tests.Support;
using MLNetDeep.Trainers;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp.Tests.Trainers;

public sealed class TorchModuleTrainerTests : IDisposable
{
    private static readonly TorchModuleOptions s_options = new() { Backend = TorchBackend.Cpu(1), BatchSize = 16, Epochs = 2, Seed = 1 };

    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    private MulticlassClassificationCatalog.MulticlassClassificationTrainers Trainers => _ml.MulticlassClassification.Trainers;

    public void Dispose() => _folder.Dispose();

    // The options form and the loop are those of the other trainers: the same network of MLNetDeep's layers, from the same weights, ends with the
    // same weights and scores.
    [Fact]
    public void A_module_ends_as_a_network_of_the_same_layers()
    {
        IDataView data = Flowers.View(_ml);
        NetworkTransformer module = Trainers.TorchModule(
            "trainer: perceptron", () => new PerceptronModule(2, 8, 3), s_options with { Iterations = 0 }).Fit(data);
        NetworkSpec own = new([2], [new Dense(8, Activation.Tanh), new Dense(3, Activation.Softmax)]);
        Network start = new(own, module.Model.GetWeights().Zip(own.Parameters, (tensor, parameter) =>
            new NamedTensor(parameter.Name, tensor.Shape, tensor.Values)));
        TorchModuleOptions options = s_options with { Epochs = 12, Optimizer = new Adam(0.02) };
        NetworkTransformer actual = Trainers.TorchModule("trainer: perceptron", () => new PerceptronModule(2, 8, 3), options).Fit(data, module);
        NetworkTransformer expected = Trainers.NeuralNetwork(own, new NeuralNetworkOptions
        {
            BatchSize = 16, Epochs = 12, Seed = 1, Optimizer = new Adam(0.02), StandardizeFeatures = false, InitialNetwork = start,
        }).Fit(data);
        Assert.All(
            expected.Model.GetWeights().Zip(actual.Model.GetWeights()),
            pair => Assert.All(pair.First.Values.Zip(pair.Second.Values), values => Assert.Equal(values.First, values.Second, 1e-4f)));
        Assert.Equal(expected.History!.Epochs[^1].Training.Loss, actual.History!.Epochs[^1].Training.Loss, 1e-5);
        float[][] expectedScores = [.. expected.Transform(data).GetColumn<float[]>("Score")];
        float[][] scores = [.. actual.Transform(data).GetColumn<float[]>("Score")];
        Assert.All(
            expectedScores.SelectMany(row => row).Zip(scores.SelectMany(row => row)), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        Assert.Equal(
            _ml.MulticlassClassification.Evaluate(expected.Transform(data)).LogLoss,
            _ml.MulticlassClassification.Evaluate(actual.Transform(data)).LogLoss, 1e-4);
    }

    [Fact]
    public void The_zip_has_the_weights_under_the_modules_own_names()
    {
        IDataView data = Flowers.View(_ml);
        NetworkTransformer model = Trainers.TorchModule("trainer: saved", Create, s_options).Fit(data);
        _ml.Model.Save(model, data.Schema, _folder.File("model.zip"));
        using (ZipArchive zip = ZipFile.OpenRead(_folder.File("model.zip")))
        {
            ZipArchiveEntry entry = zip.Entries.Single(candidate => candidate.Name == "Weights.safetensors");
            using MemoryStream bytes = new();
            using (Stream stream = entry.Open())
            {
                stream.CopyTo(bytes);
            }

            // safetensors: the length of the header, then the header as JSON.
            string header = System.Text.Encoding.UTF8.GetString(bytes.ToArray(), 8, BitConverter.ToInt32(bytes.ToArray(), 0));
            Assert.All(
                (string[])["fc.weight", "fc.bias", "norm.weight", "norm.running_mean", "norm.running_var", "norm.num_batches_tracked", "out.weight"],
                name => Assert.Contains($"\"{name}\":{{\"dtype\":", header, StringComparison.Ordinal));
        }

        NetworkTransformer loaded = (NetworkTransformer)_ml.Model.Load(_folder.File("model.zip"), out _);
        Assert.Equal(model.Model.Spec, loaded.Model.Spec);
        float[][] expected = [.. model.Transform(data).GetColumn<float[]>("Score")];
        Assert.Equal(expected, loaded.Transform(data).GetColumn<float[]>("Score"));
        Assert.Equal(expected, loaded.WithBackend(TorchBackend.Cpu(1)).Transform(data).GetColumn<float[]>("Score"));

        // A training goes on from the loaded model.
        NetworkTransformer continued = Trainers.TorchModule("trainer: saved", Create, s_options with { Iterations = 0 }).Fit(data, loaded);
        Assert.Equal(expected, continued.Transform(data).GetColumn<float[]>("Score"));

        static nn.Module<Tensor, Tensor> Create() =>
            nn.Sequential(("fc", nn.Linear(2, 4)), ("norm", nn.BatchNorm1d(4)), ("out", nn.Linear(4, 3)));
    }

    [Fact]
    public void A_binary_module_returns_a_logit()
    {
        Row[] rows = Rows(64);
        IDataView data = _ml.Data.LoadFromEnumerable(rows);
        NetworkTransformer model = _ml.BinaryClassification.Trainers.TorchModule(
            "trainer: binary", () => nn.Linear(2, 1), s_options with { LabelColumnName = "IsLarge", Epochs = 60, Optimizer = new Adam(0.1) }).Fit(data);
        IReadOnlyList<NamedTensor> weights = model.Model.GetWeights();
        Assert.Equal(["weight", "bias"], weights.Select(tensor => tensor.Name));
        IDataView scored = model.Transform(data);
        double score = (weights[0].Values[0] * rows[5].Features[0]) + (weights[0].Values[1] * rows[5].Features[1]) + weights[1].Values[0];
        Assert.Equal(score, scored.GetColumn<float>("Score").ElementAt(5), 1e-4);
        Assert.Equal(1 / (1 + Math.Exp(-score)), scored.GetColumn<float>("Probability").ElementAt(5), 1e-5);
        BinaryClassificationMetrics metrics = _ml.BinaryClassification.Evaluate(scored, "IsLarge");
        Assert.InRange(metrics.Accuracy, 0.95, 1);
        Assert.Equal(metrics.Accuracy, model.Model.Evaluate(Classes(rows)).Accuracy, 1e-6);
    }

    // Least squares of a linear function without noise: the weights are the function's.
    [Fact]
    public void A_regression_module_returns_the_number()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows(64));
        NetworkTransformer model = _ml.Regression.Trainers.TorchModule(
            "trainer: regression", () => nn.Linear(2, 1), s_options with { LabelColumnName = "Target", Epochs = 200, Optimizer = new Adam(0.05) }).Fit(data);
        Assert.Equal(3, model.Model.GetWeights()[0].Values[0], 1e-2f);
        Assert.Equal(-2, model.Model.GetWeights()[0].Values[1], 1e-2f);
        Assert.Equal(0.5f, model.Model.GetWeights()[1].Values[0], 1e-2f);
        Assert.InRange(_ml.Regression.Evaluate(model.Transform(data), "Target").RSquared, 0.999, 1);
    }

    [Fact]
    public void The_short_form_takes_columns_and_epochs()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows(40));
        NetworkTransformer model = _ml.Regression.Trainers.TorchModule(
            "trainer: short", () => nn.Linear(2, 1), labelColumnName: "Target", epochs: 3).Fit(data);
        Assert.Equal(3, model.History!.Epochs.Length);
        Assert.True(TorchModules.Contains("trainer: short"));
    }

    // The feature column has the dimensions 2 x 3 here; the module sees them, or the shape of the option.
    [Fact]
    public void The_module_gets_the_dimensions_of_the_column_or_the_shape_of_the_option()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 20).Select(i => new Picture { Features = [1, 2, 3, 4, 5, i], Target = i }));
        List<long[]> seen = [];
        Fit([]);
        Assert.All(seen, shape => Assert.Equal([2, 3], shape[1..]));
        seen.Clear();
        Fit([1, 3, 2]);
        Assert.All(seen, shape => Assert.Equal([1, 3, 2], shape[1..]));
        Assert.Contains(seen, shape => shape[0] == 16);

        void Fit(int[] shape) => _ml.Regression.Trainers.TorchModule("trainer: shapes", () => new Watching(seen), s_options with
        {
            LabelColumnName = "Target", InputShape = [.. shape],
        }).Fit(data);
    }

    [Fact]
    public void Early_stopping_validation_and_metrics_work_as_for_other_networks()
    {
        List<int> epochs = [];
        NetworkTransformer model = Trainers.TorchModule("trainer: stops", () => new PerceptronModule(2, 8, 3), s_options with
        {
            Epochs = 50, ValidationSplit = 0.25, Optimizer = new Adam(0.02),
            EarlyStopping = new EarlyStopping { Monitor = TrainingMetric.ValidationAccuracy, Patience = 2, RestoreBestWeights = true },
            Metrics = [TrainingMetric.ValidationF1Score],
            Callbacks = [new LambdaCallback { EpochEnd = (_, result) => epochs.Add(result.Epoch) }],
        }).Fit(Flowers.View(_ml, 120));
        TrainingHistory history = model.History!;
        Assert.InRange(history.Epochs.Length, 3, 49);
        Assert.Equal(history.Epochs.Length, epochs.Count);
        EpochResult best = history.Epochs.MaxBy(epoch => epoch.Validation!.Value.Accuracy)!;
        Assert.Equal(history.Epochs.Length - 2, best.Epoch);
        Assert.InRange(best.ValidationMetrics!.F1Score, 0.9, 1);
    }

    [Fact]
    public void A_cancelled_training_throws_and_the_next_one_trains()
    {
        using CancellationTokenSource source = new();
        TorchModuleOptions options = s_options with
        {
            Cancellation = source.Token,
            Progress = new SynchronousProgress<TrainingProgress>(progress =>
            {
                if (progress.Batch == 3)
                {
                    source.Cancel();
                }
            }),
        };
        Assert.Throws<OperationCanceledException>(() =>
            Trainers.TorchModule("trainer: cancelled", () => new PerceptronModule(2, 8, 3), options).Fit(Flowers.View(_ml)));
        Assert.Equal(8, Trainers.TorchModule("trainer: cancelled", () => new PerceptronModule(2, 8, 3), s_options).Fit(Flowers.View(_ml)).History!.Iterations);
    }

    [Fact]
    public void Wrong_modules_and_options_are_refused_before_rows_are_read()
    {
        IDataView data = Flowers.View(_ml);
        Assert.Equal(
            "There is no network for the 2 features of column 'Features' and the 3 outputs that label column 'Label' needs: The module "
            + "'trainer: refused' returns the shape [rows, 4]; multiclass classification needs [rows, 3].",
            Refusal<InvalidOperationException>(() => nn.Linear(2, 4), s_options));
        Assert.EndsWith(
            "InputShape is [3, 3], which has 9 values for 2 features.",
            Refusal<InvalidOperationException>(() => nn.Linear(2, 3), s_options with { InputShape = [3, 3] }), StringComparison.Ordinal);
        Assert.EndsWith(
            "The module 'trainer: refused' has no parameter to train.",
            Refusal<InvalidOperationException>(() => nn.ConstantPad1d((0, 1), 0), s_options), StringComparison.Ordinal);
        Assert.Equal(
            "Backend is 'cpu', which has no TorchSharp modules; accepted: TorchBackend.Best, TorchBackend.Cpu() or TorchBackend.Cuda().",
            Refusal<NotSupportedException>(() => nn.Linear(2, 3), s_options with { Backend = CpuBackend.Instance }));
        Assert.Contains(
            "failed in inference on a batch of the shape [2, 2]: mat1 and mat2 shapes cannot be multiplied (2x2 and 5x3)", Refusal<InvalidOperationException>(() => nn.Linear(5, 3), s_options),
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("InputShape", () => new TorchModuleOptions { InputShape = [0] });
        Assert.Throws<ArgumentException>("name", () => Trainers.TorchModule("", () => nn.Linear(2, 3)));
        Assert.Throws<ArgumentNullException>("factory", () => Trainers.TorchModule("trainer: refused", null!));

        string Refusal<T>(Func<nn.Module<Tensor, Tensor>> factory, TorchModuleOptions options)
            where T : Exception =>
            Assert.Throws<T>(() => Trainers.TorchModule("trainer: refused", factory, options).Fit(data)).Message;
    }

    [Fact]
    public void Options_are_compared_by_value_and_print_the_shape()
    {
        TorchModuleOptions first = new() { InputShape = [1, 2] }, same = new() { InputShape = [1, 2] };
        Assert.Equal(first, same);
        Assert.Equal(first.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(first, first with { InputShape = [2, 1] });
        Assert.NotEqual(first, first with { BatchSize = 7 });
        Assert.Contains("BatchSize = 32", $"{first}", StringComparison.Ordinal);
        Assert.Contains("InputShape = [1, 2]", $"{first}", StringComparison.Ordinal);
    }

    private static Row[] Rows(int count) => [.. Enumerable.Range(0, count).Select(i =>
    {
        float x = ((i * 7 % 16) - 7.5f) / 8, y = ((i * 5 % 11) - 5f) / 5;
        return new Row { Features = [x, y], IsLarge = x - y > 0.03f, Target = (3 * x) - (2 * y) + 0.5f };
    })];

    private static TrainingData Classes(Row[] rows) => new(
        new DenseFeatures(rows.SelectMany(row => row.Features).ToArray(), 2), new ClassTargets(rows.Select(row => row.IsLarge ? 1 : 0).ToArray()));

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public bool IsLarge { get; set; }

        public float Target { get; set; }
    }

    private sealed class Picture
    {
        [VectorType(2, 3)]
        public float[] Features { get; set; } = [];

        public float Target { get; set; }
    }

    /// <summary>A linear function of all values of a row, which notes the shapes of its batches.</summary>
    private sealed class Watching : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> _dense = nn.Linear(6, 1);
        private readonly List<long[]> _seen;

        public Watching(List<long[]> seen)
            : base(nameof(Watching))
        {
            _seen = seen;
            register_module("dense", _dense);
        }

        public override Tensor forward(Tensor input)
        {
            _seen.Add(input.shape);
            return _dense.forward(input.flatten(1));
        }
    }
}
