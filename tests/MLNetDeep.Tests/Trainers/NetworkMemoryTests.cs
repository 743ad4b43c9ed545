using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;

namespace MLNetDeep.Tests.Trainers;

public class NetworkMemoryTests
{
    private readonly MLContext _ml = new(seed: 1);

    // 2 features and 3 classes have 6 weights and 3 biases. Each is a float in the network, in the session, and in each state of the optimizer:
    // none for Sgd, 1 with momentum, 2 for Adam. A row of a batch has 3 outputs and 3 gradients. 100 rows are 4 batches of up to 32.
    [Theory]
    [InlineData(0.0, null, 32, 4 * ((2 * 9) + 6))]
    [InlineData(0.9, 1L, 32, 4 * ((3 * 9) + 6))]
    [InlineData(null, 5L, 32, 4 * ((4 * 9) + (5 * 6)))]
    [InlineData(null, 100L, 32, 4 * ((4 * 9) + (32 * 6)))]
    public void The_memory_is_counted_before_it_is_taken(double? momentum, long? rows, int batchSize, long bytes)
    {
        IDataView data = Flowers.View(_ml);
        SoftmaxRegressionOptions options = new() { Optimizer = momentum is { } value ? new Sgd(0.1, value) : new Adam(), BatchSize = batchSize };
        RowColumns columns = RowColumns.Find(data.Schema, NetworkTask.Multiclass, options);
        NetworkSpec spec = new([2], [new Dense(3, Activation.Softmax)]);
        NetworkMemory.Check(spec, columns, options, rows, availableBytes: bytes);
        string message = Assert.Throws<InvalidOperationException>(
            () => NetworkMemory.Check(spec, columns, options, rows, availableBytes: bytes - 1)).Message;
        Assert.StartsWith(
            "The network for the 2 features of column 'Features' and the 3 outputs that label column 'Label' needs has 9 parameters. "
            + $"Training it takes at least {bytes:N0} bytes",
            message);
    }

    // A key of 100,000,000 values: 3 floats of weights and biases for each of 2 features, and 40 rows of outputs do not fit into an array.
    [Fact]
    public void A_batch_with_more_outputs_than_an_array_can_hold_names_the_column_and_the_count()
    {
        SoftmaxRegressionOptions options = new() { BatchSize = 40 };
        IDataView data = Keys(100_000_000);
        RowColumns columns = RowColumns.Find(data.Schema, NetworkTask.Multiclass, options);
        NetworkSpec spec = new([2], [new Dense(100_000_000, Activation.Softmax)]);
        NetworkMemory.Check(spec, columns, options, rows: 21, availableBytes: long.MaxValue);
        string message = Assert.Throws<InvalidOperationException>(
            () => NetworkMemory.Check(spec, columns, options, rows: 22, availableBytes: long.MaxValue)).Message;
        Assert.Contains("the 100000000 outputs that label column 'Label' needs", message);
        Assert.Contains("A batch of 22 rows has 2200000000 outputs; accepted: up to 2147483591. Set BatchSize to 21 or less.", message);
    }

    // 40 rows: the batch of 32 rows that is trained on has 32 times as many outputs, and the same number of gradients.
    [Theory]
    [InlineData(100_000_000)]
    [InlineData(1_000_000_000)]
    public void Training_with_more_keys_than_fit_names_the_column_and_the_count(int keys)
    {
        string message = Assert.Throws<InvalidOperationException>(
            () => _ml.MulticlassClassification.Trainers.SoftmaxRegression().Fit(Keys((ulong)keys))).Message;
        Assert.Contains($"{keys} outputs that label column 'Label' needs", message);
        Assert.Contains("MapValueToKey", message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(16)]
    public void Memory_that_runs_out_names_the_column_and_the_count(int? pool)
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => _ml.MulticlassClassification.Trainers.SoftmaxRegression(
            new SoftmaxRegressionOptions { Backend = new FullBackend(), StreamingPoolSize = pool }).Fit(Keys(3)));
        Assert.StartsWith(
            "The network for the 2 features of column 'Features' and the 3 outputs that label column 'Label' needs has 9 parameters. The memory for "
            + "training it ran out.",
            error.Message);
        Assert.IsType<OutOfMemoryException>(error.InnerException);
    }

    private IDataView Keys(ulong count)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema["Label"].ColumnType = new KeyDataViewType(typeof(ulong), count);
        return _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 40).Select(i => new Row { Label = (ulong)(i % 2) + 1 }).ToArray(), schema);
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [1, 2];

        [KeyType(2)]
        public ulong Label { get; set; } = 1;
    }

    /// <summary>A backend without memory for trainings.</summary>
    private sealed class FullBackend : IComputeBackend
    {
        public string Name => "full";

        public bool SessionsNeedDisposal => false;

        public bool Supports(LayerSpec layer) => true;

        public ITrainingSession CreateSession(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options) => throw new OutOfMemoryException();

        public IScorer CreateScorer(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, ScorerOptions options) =>
            CpuBackend.Instance.CreateScorer(spec, weights, options);
    }
}
