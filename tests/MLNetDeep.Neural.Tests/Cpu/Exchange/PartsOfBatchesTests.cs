using MLNetDeep.Neural.Cpu;
using MLNetDeep.Neural.Tests.Support;
using Shared.Tests;

namespace MLNetDeep.Neural.Tests.Cpu.Exchange;

/// <summary>Sessions that divide a batch take the steps of one session with the whole batch, whatever the layers draw or sum over rows.</summary>
public class PartsOfBatchesTests
{
    private static readonly FitOptions s_options = new()
    {
        Optimizer = new Sgd(0.1, momentum: 0.9), BatchSize = RankTraining.BatchSize, Seed = 8, Threads = 1,
    };

    private static readonly Dictionary<string, LayerSpec[]> s_pictures = new()
    {
        ["Dropout"] = [new Flatten(), new Dense(20, Activation.Tanh), new Dropout(0.5)],
        ["SpatialDropout2D"] = [new Conv2D(4, 3, activation: Activation.Relu), new SpatialDropout2D(0.5), new MaxPooling2D(2), new Flatten()],
        ["NestedDropout"] =
        [
            new Residual([new Conv2D(2, 3, padding: Padding.Same), new Dropout(0.5)]),
            new Concatenate([[new Flatten(), new Dense(9), new Dropout(0.5)], [new Flatten(), new Dense(5)]]),
        ],
        ["BatchNormalization of flat rows"] =
        [
            new Flatten(), new Dense(20), new BatchNormalization(), new ActivationLayer(Activation.Tanh), new Dropout(0.5),
            new Dense(5), new BatchNormalization(useScale: false, useOffset: false),
        ],
        ["BatchNormalization of pictures"] =
        [
            new BatchNormalization(), new Conv2D(3, 3, useBias: false), new BatchNormalization(), new ActivationLayer(Activation.Elu),
            new Residual([new Conv2D(3, 3, padding: Padding.Same), new BatchNormalization()], Activation.Relu, [new Conv2D(3, 1), new BatchNormalization()]),
            new Concatenate([[new Flatten(), new BatchNormalization()], [new BatchNormalization { Trainable = false }, new Flatten()]]),
        ],
        ["BatchNormalization below trained layers"] =
        [
            new Conv2D(3, 3) { Trainable = false }, new BatchNormalization(), new Flatten(), new BatchNormalization { Trainable = false }, new Dense(4),
        ],
    };

    private static readonly Dictionary<string, LayerSpec[]> s_sequences = new()
    {
        ["SpatialDropout1D"] = [new SpatialDropout1D(0.5), new GlobalAveragePooling1D()],
        ["RecurrentDropout"] =
        [
            new Bidirectional(new LSTM(4, dropout: 0.5, recurrentDropout: 0.5, returnSequences: true)),
            new GRU(3, dropout: 0.5, recurrentDropout: 0.5),
        ],
        ["BatchNormalization"] = [new BatchNormalization(), new LSTM(4, returnSequences: true), new BatchNormalization(), new GRU(3)],
        ["AttentionDropout"] =
        [
            new LayerNormalization(), new Residual([new MultiHeadAttention(2, 3, dropout: 0.5)]), new GlobalAveragePooling1D(),
        ],
    };

    public static TheoryData<string> Pictures => [.. s_pictures.Keys];

    public static TheoryData<string> Sequences => [.. s_sequences.Keys];

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Pictures_train_as_in_one_session(string name) => Check(
        new([6, 6, 2], [.. s_pictures[name], new Dense(3, Activation.Softmax)]), Samples.Data(30, 72, 3), s_options);

    // Lengths from 0 to 5.
    [Theory]
    [MemberData(nameof(Sequences))]
    public void Sequences_train_as_in_one_session(string name)
    {
        DenseFeatures features = new(Samples.Floats(30 * 20), 20, Enumerable.Range(0, 30).Select(row => row % 6).ToArray(), 5);
        Check(new([5, 4], [.. s_sequences[name], new Dense(3, Activation.Softmax)]), new(features, Samples.Labels(30, 3)), s_options);
    }

    [Fact]
    public void Indices_train_as_in_one_session()
    {
        IndexFeatures features = new(Samples.Labels(30 * 5, 9), 5, 9);
        NetworkSpec spec = new([5], [new Embedding(9, 4), new Dropout(0.5), new GlobalAveragePooling1D(), new Dense(3, Activation.Softmax)]);
        Check(spec, new(features, Samples.Labels(30, 3)), s_options);
    }

    // The row weights, the class weights and the penalty count in the mean over the rows of all sessions.
    [Fact]
    public void Changed_pictures_weights_and_penalties_train_as_in_one_session()
    {
        NetworkSpec spec = new([6, 6, 2], [new Flatten(), new Dense(3, Activation.Softmax, kernelRegularizer: new(l2: 0.01), kernelMaxNorm: 1)]);
        TrainingData data = Samples.Data(30, 72, 3);
        data = new(data.Features, data.Targets, Enumerable.Range(1, 30).Select(row => row / 15f).ToArray());
        Check(spec, data, s_options with
        {
            Augmentation = new() { HorizontalFlip = true, Rotation = 30, VerticalShift = 2 }, ClassWeights = [0.5f, 1, 2],
        });
    }

    [Theory]
    [InlineData(1, 0, 1, 2)]
    [InlineData(1, 40, 41, 42)]
    [InlineData(1, 9, 0, 70000)]
    [InlineData(2, 9, 0, 70000)]
    public void Masks_follow_from_positions(int threads, params int[] positions)
    {
        const int Columns = 3000;
        NetworkSpec spec = new([Columns], [new Dropout(0.5), new Dense(2, Activation.Softmax)]);
        TrainingData data = Samples.Data(3, Columns, 2);
        using CpuSession session = new(spec, new Network(spec).GetWeights(), new() { Seed = 5, Threads = threads });
        for (int step = 0; step < 3; step++)
        {
            // Without a call, the positions are 0, 1, 2.
            int[] expected = step == 1 ? [0, 1, 2] : positions;
            if (step != 1)
            {
                session.SetPositions(positions);
            }

            session.Step(data, [0, 1, 2]);
            for (int row = 0; row < 3; row++)
            {
                float[] mask = new float[Columns];
                DropoutMasks.Draw(new Dropout(0.5), 0, seed: 5, step, expected[row], mask);
                Assert.Equal(mask, session.DropoutMask(0).Row(row).ToArray());
            }
        }
    }

    // Two threads take each step together; each draws the masks of all rows.
    [Fact]
    public void Paired_steps_draw_the_same_masks()
    {
        NetworkSpec spec = new([784], [new Dense(64, Activation.Relu), new Dropout(0.5), new Dense(4, Activation.Softmax)]);
        TrainingData data = Samples.Data(16, 784, 4);
        int[] rows = [.. Enumerable.Range(0, 16)], reversed = [.. rows.Reverse()];
        Close.SameBits(Train(1, reversed), Train(2, reversed));
        Assert.False(Close.AreSame(Train(1, rows), Train(1, reversed)));

        IReadOnlyList<NamedTensor> Train(int threads, int[] positions)
        {
            using ITrainingSession session = CpuBackend.Instance.CreateSession(
                spec, new Network(spec, seed: 3).GetWeights(), s_options with { Threads = threads, BatchSize = 16 });
            for (int step = 0; step < 5; step++)
            {
                session.SetPositions(positions);
                session.Step(data, rows);
            }

            return session.GetWeights();
        }
    }

    [Fact]
    public void A_step_without_rows_and_without_an_exchange_only_counts()
    {
        NetworkSpec spec = Samples.Mlp();
        IReadOnlyList<NamedTensor> weights = new Network(spec).GetWeights();
        using ITrainingSession session = CpuBackend.Instance.CreateSession(spec, weights, new FitOptions());
        session.SetPositions([]);
        Assert.Equal(0, session.Step(Samples.Data(3, 20, 5), []).RowCount);
        Assert.Equal(1, session.GetOptimizerState().Steps);
        Close.SameBits(weights, session.GetWeights());
    }

    [Fact]
    public void Positions_that_do_not_fit_are_refused()
    {
        NetworkSpec spec = Samples.Mlp(dropout: 0.5);
        TrainingData data = Samples.Data(3, 20, 5);
        using ITrainingSession session = CpuBackend.Instance.CreateSession(spec, new Network(spec).GetWeights(), new FitOptions());
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => session.SetPositions([4, -1])).Message;
        Assert.StartsWith("The position of row 1 in the batch is -1; accepted: 0 or more.", message);
        session.SetPositions([0, 1]);
        message = Assert.Throws<ArgumentException>(() => session.Step(data, [0, 1, 2])).Message;
        Assert.StartsWith("The step has 3 rows, but SetPositions was called with 2 positions.", message);
        Assert.Equal(3, session.Step(data, [0, 1, 2]).RowCount);
    }

    // The row that takes the place of none is the first of the data: its values must not count, even if they are not numbers.
    [Fact]
    public void A_session_without_rows_does_not_read_its_data()
    {
        NetworkSpec spec = new([20], [new Dense(6, Activation.Tanh), new BatchNormalization(), new Dense(3, Activation.Softmax)]);
        float[] nothing = new float[20];
        nothing.AsSpan().Fill(float.NaN);
        TrainingData data = Samples.Data(12, 20, 3), bad = new(new DenseFeatures(nothing, 20), new int[1]);
        IReadOnlyList<NamedTensor> weights = new Network(spec, seed: 3).GetWeights();
        int[] rows = [.. Enumerable.Range(0, 12)];
        InProcessExchange[] exchanges = InProcessExchange.Create(RankTraining.Ranks);
        IReadOnlyList<NamedTensor>[] trained = RankTraining.OnThreads(rank =>
        {
            using ITrainingSession session = CpuBackend.Instance.CreateSession(spec, weights, s_options with { GradientExchange = exchanges[rank] });
            EvaluationResult result = rank == 1 ? session.Step(data, rows) : session.Step(bad, []);
            Assert.Equal(12, result.RowCount);
            Assert.True(double.IsFinite(result.LossSum));
            return session.GetWeights();
        });
        using ITrainingSession alone = CpuBackend.Instance.CreateSession(spec, weights, s_options);
        alone.Step(data, rows);
        for (int t = 0; t < weights.Count; t++)
        {
            Close.All([.. alone.GetWeights()[t].Values.Select(value => (double)value)], trained[0][t].Values, 1e-6, 1e-6, weights[t].Name);
        }
    }

    [Fact]
    public void Steps_with_positions_and_an_exchange_do_not_allocate()
    {
        NetworkSpec spec = new(
            [6, 6, 2],
            [
                new Conv2D(4, 3), new SpatialDropout2D(0.5), new BatchNormalization(), new Flatten(), new Dense(20, Activation.Tanh), new Dropout(0.5),
                new BatchNormalization(), new Dense(3, Activation.Softmax),
            ]);
        TrainingData data = Samples.Data(30, 72, 3);
        FitOptions options = s_options with { GradientExchange = new LonelyExchange() };
        using ITrainingSession session = CpuBackend.Instance.CreateSession(spec, new Network(spec).GetWeights(), options);
        int[] rows = [3, 4, 9];
        long before = 0;
        for (int step = 0; step < 60; step++)
        {
            before = step == 40 ? GC.GetAllocatedBytesForCurrentThread() : before;
            rows[1] = 4 + (step % 5);
            int count = step % 4 == 3 ? 0 : 3;
            session.SetPositions(rows.AsSpan(0, count));
            session.Step(data, rows.AsSpan(0, count));
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void Check(NetworkSpec spec, TrainingData data, FitOptions options)
    {
        (IReadOnlyList<NamedTensor> weights, EvaluationResult[] results) = RankTraining.Whole(spec, data, options);
        (IReadOnlyList<NamedTensor> Weights, EvaluationResult[] Results)[] parts = RankTraining.InParts(spec, data, options);
        foreach ((IReadOnlyList<NamedTensor> partWeights, EvaluationResult[] partResults) in parts)
        {
            Close.SameBits(parts[0].Weights, partWeights);
            Assert.Equal(parts[0].Results, partResults);
        }

        Assert.NotEqual(new Network(spec, seed: 3).GetWeights()[^1].Values, weights[^1].Values);
        foreach ((NamedTensor expected, NamedTensor actual) in weights.Zip(parts[0].Weights))
        {
            Close.All([.. expected.Values.Select(value => (double)value)], actual.Values, 2e-6, 2e-6, expected.Name);
        }

        foreach ((EvaluationResult expected, EvaluationResult actual) in results.Zip(parts[0].Results))
        {
            Assert.Equal(expected.RowCount, actual.RowCount);
            Assert.Equal(expected.LossSum, actual.LossSum, expected.LossSum * 1e-6);
        }
    }

    // Two ranks, of which the other one never has rows.
    private sealed class LonelyExchange : IGradientExchange
    {
        private EvaluationResult _result;

        public int Rank => 0;

        public int Size => 2;

        public int DefaultThreads => 1;

        public bool IsStopping => false;

        public void Begin(EvaluationResult result) => _result = result;

        public void OnGradientReady(int parameter, Memory<float> gradient)
        {
        }

        public EvaluationResult Finish() => _result;

        public void Sum(Span<double> values)
        {
        }

        public void Broadcast(Span<byte> bytes)
        {
        }

        public byte[][] Gather(ReadOnlySpan<byte> bytes) => [bytes.ToArray(), []];

        public void RequestStop()
        {
        }
    }
}
