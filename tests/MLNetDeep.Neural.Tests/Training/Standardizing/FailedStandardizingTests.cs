using MLNetDeep.Neural.Tests.Support;
using MLNetDeep.Neural.Training;

namespace MLNetDeep.Neural.Tests.Training.Standardizing;

/// <summary>Checks that a training that ends before its first step leaves the network as it was, and how the pass over the rows ends.</summary>
public class FailedStandardizingTests
{
    private static readonly NetworkSpec s_spec = new([2], [new Dense(3, Activation.Tanh), new Dense(1)]);

    private static readonly FitOptions s_options = new()
    {
        Optimizer = new Adam(0.01), BatchSize = 8, Epochs = 2, StandardizeFeatures = true, StandardizeTargets = true,
    };

    private static readonly float[] s_features = [.. Enumerable.Range(0, 80).Select(i => 100 + MathF.Sin(i))];

    private static readonly float[] s_targets = [.. Enumerable.Range(0, 40).Select(i => 1e4f * MathF.Cos(2 * i))];

    private static TrainingData Data => new(new DenseFeatures(s_features, 2), new DenseTargets(s_targets));

    private static TrainingData Constant => new(new DenseFeatures(s_features, 2), new DenseTargets(new float[40]));

    [Fact]
    public void A_metric_that_is_not_defined_changes_nothing() => AssertUnchanged<ArgumentException>(
        network => network.Fit(Data, s_options with
        {
            ValidationData = Constant, EarlyStopping = new EarlyStopping { Monitor = TrainingMetric.ValidationRSquared },
        }));

    [Fact]
    public void A_callback_that_throws_when_the_training_begins_changes_nothing() => AssertUnchanged<FormatException>(
        network => network.Fit(Data, s_options with { Callbacks = [new Thrower()] }));

    [Fact]
    public void A_backend_without_session_changes_nothing() => AssertUnchanged<FormatException>(
        network => network.Fit(Data, s_options with { Backend = new NoSessions() }));

    [Fact]
    public void A_loss_that_is_infinite_in_the_first_batch_changes_nothing() => AssertUnchanged<TrainingDivergedException>(
        network => network.Fit(new TrainingData(new DenseFeatures(s_features[..79].Append(float.NaN).ToArray(), 2), Data.Targets), s_options with { Shuffle = false, BatchSize = 40 }));

    [Fact]
    public void A_stream_that_fails_changes_nothing() => AssertUnchanged<FormatException>(
        network => network.Fit(new CountedStream(pool => pool < 3 ? Data : throw new FormatException()), s_options));

    [Fact]
    public void A_checkpoint_with_a_broken_state_changes_nothing()
    {
        TrainingCheckpoint checkpoint = Checkpoint();
        TrainingCheckpoint broken = new(
            checkpoint.Document, checkpoint.Weights, checkpoint.Optimizer with { Tensors = [] }, checkpoint.BestWeights, checkpoint.BatchesTracked);
        AssertUnchanged<ArgumentException>(network => network.Fit(Data, s_options with { ResumeFrom = broken }));
    }

    [Theory]
    [InlineData("standardization.feature_deviations", 1, 1f)]
    [InlineData("standardization.feature_deviations", 3, 1f)]
    [InlineData("standardization.feature_deviations", 2, 0f)]
    [InlineData("standardization.feature_deviations", 2, float.NaN)]
    [InlineData("standardization.feature_means", 1, 1f)]
    [InlineData("standardization.feature_means", 2, float.PositiveInfinity)]
    [InlineData("standardization.target", 1, 1f)]
    [InlineData("standardization.target", 2, -1f)]
    [InlineData("standardized.1.weight", 1, 1f)]
    public void Damaged_scales_of_a_checkpoint_are_refused(string name, int length, float value)
    {
        TrainingCheckpoint checkpoint = Checkpoint();
        NamedTensor damaged = new(name, [length], [.. Enumerable.Repeat(value, length)]);
        string[] names = [.. checkpoint.Optimizer.Tensors.Select(tensor => tensor.Name)];
        int index = Array.FindIndex(names, other => other == name || (name.StartsWith("standardized.", StringComparison.Ordinal) && other.StartsWith("standardized.", StringComparison.Ordinal)));
        NamedTensor[] tensors = [.. checkpoint.Optimizer.Tensors];
        tensors[index] = new NamedTensor(names[index], damaged.Shape, damaged.Values);
        TrainingCheckpoint other = new(
            checkpoint.Document, checkpoint.Weights, checkpoint.Optimizer with { Tensors = tensors }, checkpoint.BestWeights, checkpoint.BatchesTracked);
        AssertUnchanged<InvalidDataException>(network => network.Fit(Data, s_options with { ResumeFrom = other }));
    }

    [Fact]
    public void Cancellation_ends_the_pass_over_a_stream_between_pools()
    {
        using CancellationTokenSource source = new();
        CountedStream stream = new(pool =>
        {
            if (pool == 3)
            {
                source.Cancel();
            }

            return Data;
        });
        AssertUnchanged<OperationCanceledException>(network => network.Fit(stream, s_options, cancellation: source.Token));
        Assert.Equal(3, stream.Pools);
    }

    [Fact]
    public void A_stop_token_ends_the_pass_and_trains_nothing()
    {
        using CancellationTokenSource source = new();
        CountedStream stream = new(pool =>
        {
            if (pool == 3)
            {
                source.Cancel();
            }

            return Data;
        });
        Network network = new(s_spec);
        Assert.Empty(network.Fit(stream, s_options with { StopToken = source.Token }).Epochs);
        Assert.Equal(3, stream.Pools);
        AssertGoesOn(network);
    }

    // Blocks have 2^20 values, and the token is asked before each.
    [Fact]
    public void The_pass_over_rows_in_memory_asks_between_blocks()
    {
        TrainingData data = new(new DenseFeatures(new float[5 << 19], 2), new DenseTargets(new float[5 << 18]));
        int calls = 0;
        Assert.False(new ColumnSums(2).Add(data, () => ++calls == 2));
        Assert.Equal(2, calls);
        Assert.True(new ColumnSums(2).Add(data, () => ++calls < 0));
        Assert.Equal(5, calls);
    }

    // A trained network that fails keeps its weights, too.
    private static void AssertUnchanged<TException>(Action<Network> fit)
        where TException : Exception
    {
        Network network = new(s_spec);
        Assert.ThrowsAny<TException>(() => fit(network));
        AssertGoesOn(network);
    }

    private static void AssertGoesOn(Network network)
    {
        Network expected = new(s_spec);
        Assert.Equal(SavedWeights.Of(expected), SavedWeights.Of(network));
        expected.Fit(Data, s_options);
        network.Fit(Data, s_options);
        Assert.Equal(SavedWeights.Of(expected), SavedWeights.Of(network));
    }

    private static TrainingCheckpoint Checkpoint()
    {
        Saver saver = new();
        new Network(s_spec).Fit(Data, s_options with { Callbacks = [saver] });
        return saver.Checkpoint!;
    }

    private sealed class Saver : TrainingCallback
    {
        public TrainingCheckpoint? Checkpoint { get; private set; }

        public override void OnEpochEnd(TrainingContext context, EpochResult result) => Checkpoint ??= context.CreateCheckpoint();
    }

    private sealed class Thrower : TrainingCallback
    {
        public override void OnTrainBegin(TrainingContext context) => throw new FormatException();
    }

    private sealed class NoSessions : IComputeBackend
    {
        public string Name => "none";

        public bool Supports(LayerSpec layer) => true;

        public ITrainingSession CreateSession(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options) => throw new FormatException();

        public IScorer CreateScorer(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, ScorerOptions options) => throw new FormatException();
    }

    private sealed class CountedStream(Func<int, TrainingData> read) : TrainingStream
    {
        public int Pools { get; private set; }

        public override long? RowCount => null;

        public override TrainingPass Begin(int epoch) => new Pass(this, read);

        private sealed class Pass(CountedStream stream, Func<int, TrainingData> read) : TrainingPass
        {
            public override TrainingData? Read(int maxRows, CancellationToken cancellation) => read(++stream.Pools);
        }
    }
}
