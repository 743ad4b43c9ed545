using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;

namespace MLNetDeep.Tests.Trainers;

/// <summary>
/// A model of more than 2 GB does not fit into an array, so its weights are passed on as they come. Whether they are shows in the memory that
/// saving a smaller model takes. docs/reliability.md has the figures of a large one.
/// </summary>
public sealed class LargeModelTests : IDisposable
{
    private const long WeightBytes = 4L * 1000 * 4000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Weights_are_not_gathered_in_memory()
    {
        MLContext ml = new(seed: 1);
        IDataView rows = ml.Data.LoadFromEnumerable([new Row(), new Row()]);
        NetworkSpec network = new([1000], [new Dense(4000), new Dense(1)]);
        ITransformer model = ml.Regression.Trainers.NeuralNetwork(network, new NeuralNetworkOptions { Epochs = 1, Optimizer = new Sgd(1e-6) }).Fit(rows);
        string path = _folder.File("model.zip");

        // Once to load what a save needs.
        ml.Model.SaveSafely(model, rows.Schema, path);
        long allocated = Allocated(() => ml.Model.SaveSafely(model, rows.Schema, path));
        Assert.InRange(allocated, 0, WeightBytes / 4);

        // The weights that are read, into an array that grows to the double as they come; the network makes no copy.
        allocated = Allocated(() => new MLContext().Model.Load(path, out _));
        Assert.InRange(allocated, WeightBytes, 2 * WeightBytes);
    }

    private static long Allocated(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private sealed class Row
    {
        [VectorType(1000)]
        public float[] Features { get; set; } = new float[1000];

        public float Label { get; set; }
    }
}
