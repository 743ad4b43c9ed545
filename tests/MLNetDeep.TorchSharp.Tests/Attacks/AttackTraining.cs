using MLNetDeep.Conformance;
using MLNetDeep.Neural;
using MLNetDeep.Neural.Tests.Support;
using TorchSharp;

namespace MLNetDeep.TorchSharp.Tests.Attacks;

/// <summary>A small training with all that a backend does in a step, on rows of each kind.</summary>
internal static class AttackTraining
{
    public const int Columns = 6;
    public const int Rows = 64;
    public const int Classes = 3;

    /// <summary>The number of steps in an epoch of all rows.</summary>
    public const int StepsPerEpoch = 4;

    /// <summary>The number of kinds of rows: see <see cref="Fit"/>.</summary>
    public const int Kinds = 4;

    public static readonly NetworkSpec Spec = new(
        [Columns],
        [
            new Dense(16, Activation.Relu, kernelRegularizer: new(l2: 0.01), kernelMaxNorm: 3), new BatchNormalization(), new LayerNormalization(),
            new Dropout(0.3), new Dense(Classes, Activation.Softmax),
        ]);

    /// <summary>Each result is there with its step.</summary>
    public static readonly TorchBackend Direct = TorchBackend.Cpu(1);

    /// <summary>A session on the CPU that runs as on CUDA: results are read later, and features are kept on the device.</summary>
    public static readonly TorchBackend Delayed = TorchBackend.Cpu(1) with { ResultDelay = 8, KeepsFeatures = true };

    public static readonly TrainingData Data = TestNumbers.ClassificationData(Rows, Columns, Classes);

    private static readonly float[] s_values = TestNumbers.Uniform(Rows * Columns);
    private static readonly int[] s_labels = TestNumbers.Labels(Rows, Classes);
    private static readonly TrainingData s_bytes = new(
        new ByteFeatures((byte[])[.. s_values.Select(value => (byte)((value + 1) * 127))], Columns), s_labels);

    // Every third value is 0.
    private static readonly TrainingData s_sparse = new(
        new SparseFeatures(
            (int[])[.. Enumerable.Range(0, Rows + 1).Select(row => 4 * row)],
            (int[])[.. Enumerable.Range(0, Rows).SelectMany(_ => new[] { 0, 1, 3, 4 })],
            (float[])[.. s_values.Where((_, i) => i % 3 != 2)],
            Columns),
        s_labels);

    public static TheoryData<bool> Delays => [false, true];

    public static TorchBackend Backend(bool delayed) => delayed ? Delayed : Direct;

    public static FitOptions Options(IComputeBackend backend, int seed = 1) => new()
    {
        Epochs = 2, BatchSize = 16, Threads = 1, Seed = seed, Backend = backend, Optimizer = new Adam(0.01) { GlobalClipNorm = 1 }, ClassWeights = [1, 2, 0.5f],
    };

    /// <summary>Trains on dense rows with some held out, bytes, sparse rows or a stream.</summary>
    public static TrainingHistory Fit(Network network, int kind, FitOptions options, CancellationToken cancellation = default) => (kind % Kinds) switch
    {
        0 => network.Fit(Data, options with { ValidationSplit = 0.25 }, cancellation: cancellation),
        1 => network.Fit(s_bytes, options with { ValidationData = Data, StandardizeFeatures = true }, cancellation: cancellation),
        2 => network.Fit(s_sparse, options, cancellation: cancellation),
        _ => network.Fit(
            new InMemoryTrainingStream(s_values, Columns, s_labels), options with { PoolSize = 24, ValidationData = Data }, cancellation: cancellation),
    };

    /// <summary>Trains a new network and returns its weights.</summary>
    public static float[] Train(int kind, FitOptions options)
    {
        Network network = new(Spec, options.Seed);
        Fit(network, kind, options);
        return Weights(network);
    }

    public static float[] Weights(Network network) => [.. network.GetWeights().SelectMany(tensor => tensor.Values)];

    public static void AssertFinite(Network network) => Assert.All(Weights(network), value => Assert.True(float.IsFinite(value)));

    /// <summary>Checks that the weights can be trained further, with the result of a new network that starts from them.</summary>
    public static void AssertTrains(Network network, IComputeBackend backend)
    {
        AssertFinite(network);
        Network copy = new(network.Spec, network.GetWeights());
        network.Fit(Data, Options(backend));
        copy.Fit(Data, Options(backend));
        Assert.Equal(Weights(copy), Weights(network));
    }

    /// <summary>
    /// Checks that an action leaves no tensor behind: neither on this thread, whose count no finalizer lowers, nor on others.
    /// </summary>
    public static void AssertNoTensors(Action action)
    {
        Collect();
        long before = torch.Tensor.TotalCount;
        LiveTensors.AssertNone(action);
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    /// <summary>Frees what nothing refers to, with finalizers.</summary>
    public static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
