using MLNetDeep.Conformance;
using MLNetDeep.Neural;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.TorchSharp.Tests;

/// <summary>Which features are kept on the device. On the CPU, a copy is kept only if a test asks for it.</summary>
public class KeptFeaturesTests
{
    private const int Rows = 12;
    private const int Columns = 4;

    private static readonly NetworkSpec s_spec = new([Columns], [new Dense(3, Activation.Softmax)]);

    private static readonly float[] s_numbers = TestNumbers.Uniform(Rows * Columns);

    private static readonly byte[] s_pixels = [.. Enumerable.Range(0, Rows * Columns).Select(i => (byte)(i * 37))];

    private static readonly TorchBackend s_keeping = TorchBackend.Cpu(1) with { KeepsFeatures = true };

    // Features by name, the bytes of a copy of them, and whether one is kept.
    public static TheoryData<string, int, bool> Kinds => new()
    {
        { "dense", Rows * Columns * sizeof(float), true },
        { "bytes", Rows * Columns, true },
        { "standardized", Rows * Columns * sizeof(float), true },
        { "standardized without means", Rows * Columns * sizeof(float), true },
        { "sparse", Rows * Columns * sizeof(float), false },
        { "sparse, all values stored", Rows * Columns * sizeof(float), false },
        { "sparse, standardized", Rows * Columns * sizeof(float), false },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_copy_is_kept_within_the_limit(string name, int bytes, bool isKept)
    {
        TrainingData data = new(Features(name), new ClassTargets(TestNumbers.Labels(Rows, 3)));
        Assert.Equal(isKept ? 1 : 0, CountCopies(s_keeping with { DataLimit = bytes }, data));
        Assert.Equal(0, CountCopies(s_keeping with { DataLimit = bytes - 1 }, data));
        Assert.Equal(0, CountCopies(TorchBackend.Cpu(1), data));

        // Two copies do not fit, one does.
        TrainingData more = new(Features(name), data.Targets);
        Assert.Equal(isKept ? 1 : 0, CountCopies(s_keeping with { DataLimit = (2 * bytes) - 1 }, data, more));
        Assert.Equal(isKept ? 2 : 0, CountCopies(s_keeping with { DataLimit = 2 * bytes }, data, more));
    }

    // Nothing reads the arrays again: the values are those from before they were overwritten.
    [Theory]
    [InlineData("dense")]
    [InlineData("bytes")]
    [InlineData("standardized")]
    [InlineData("standardized without means")]
    public void A_copy_is_used_instead_of_the_arrays(string name)
    {
        (float[] numbers, byte[] pixels) = ([.. s_numbers], [.. s_pixels]);
        TrainingData data = new(Features(name, numbers, pixels), new ClassTargets(TestNumbers.Labels(Rows, 3)));
        using ITrainingSession expected = Create(TorchBackend.Cpu(1)), session = Create(s_keeping);
        session.PrepareData(data);
        EvaluationResult[] wanted = [.. Batches.Select(rows => expected.Step(data, rows)), expected.Evaluate(data)];
        Array.Clear(numbers);
        Array.Clear(pixels);
        EvaluationResult[] results = [.. Batches.Select(rows => session.Step(data, rows)), session.Evaluate(data)];
        Assert.Equal(wanted.Select(result => result.Loss), results.Select(result => result.Loss), (x, y) => Math.Abs(x - y) < 1e-6);
    }

    [Fact]
    public void A_training_with_the_default_options_of_trainers_keeps_its_features()
    {
        FitOptions options = new()
        {
            Epochs = 1, BatchSize = 4, Threads = 1, StandardizeFeatures = true, ValidationData = TestNumbers.ClassificationData(6, Columns, 3, key: 5),
        };
        CopyCounter counter = new(s_keeping);
        new Network(s_spec, seed: 1).Fit(
            TestNumbers.ClassificationData(Rows, Columns, 3), options with { Backend = counter });
        Assert.Equal([1, 1], counter.Copies);
    }

    // Rows of 160,000 bytes are copied 419 at a time.
    [Fact]
    public void Wide_rows_are_copied_in_parts()
    {
        const int Wide = 40_000, Count = 430;
        NetworkSpec spec = new([Wide], [new Dense(1)]);
        float[] values = TestNumbers.Uniform(Wide * Count);
        DenseFeatures features = new(values, Wide);
        TrainingData data = new(features, new DenseTargets(new float[Count]));
        FitOptions options = new() { Threads = 1 };
        (float[] expected, float[] outputs) = (new float[Count], new float[Count]);
        using ITrainingSession direct = TorchBackend.Cpu(1).CreateSession(spec, TestNumbers.Weights(spec), options);
        using ITrainingSession session = s_keeping.CreateSession(spec, TestNumbers.Weights(spec), options);
        direct.Predict(features, expected);
        session.PrepareData(data);
        Array.Clear(values);
        session.Predict(features, outputs);
        Assert.Equal(expected, outputs);
    }

    private static int[][] Batches => [[0, 1, 2, 3], [11, 2, 7], [4, 5]];

    private static FeatureMatrix Features(string name, float[]? numbers = null, byte[]? pixels = null)
    {
        DenseFeatures dense = new(numbers ?? s_numbers, Columns);
        float[] offsets = [1, 2, 3, 4], factors = [2, 0.5f, 1, 3];
        return name switch
        {
            "dense" => dense,
            "bytes" => new ByteFeatures(pixels ?? s_pixels, Columns),
            "standardized" => new StandardizedFeatures(dense, offsets, factors),
            "standardized without means" => new StandardizedFeatures(dense, null, factors),
            "sparse" => Sparse([0, 2]),
            "sparse, all values stored" => Sparse([0, 1, 2, 3]),
            _ => new StandardizedFeatures(Sparse([1, 3]), null, factors),
        };
    }

    private static SparseFeatures Sparse(int[] columns) => new(
        (int[])[.. Enumerable.Range(0, Rows + 1).Select(row => columns.Length * row)],
        (int[])[.. Enumerable.Range(0, Rows).SelectMany(_ => columns)],
        s_numbers.AsMemory(0, Rows * columns.Length),
        Columns);

    private static ITrainingSession Create(IComputeBackend backend) =>
        backend.CreateSession(s_spec, TestNumbers.Weights(s_spec), new FitOptions { Threads = 1, Optimizer = new Sgd(0.1) });

    private static long CountCopies(TorchBackend backend, params TrainingData[] data)
    {
        using ITrainingSession session = Create(backend);
        long before = LiveTensors.Count;
        foreach (TrainingData rows in data)
        {
            session.PrepareData(rows);
            session.PrepareData(rows);
        }

        return LiveTensors.Count - before;
    }

    // Counts the tensors that each call of PrepareData leaves.
    private sealed class CopyCounter(IComputeBackend backend) : WrappedBackend(backend)
    {
        public List<long> Copies { get; } = [];

        protected override ITrainingSession Wrap(ITrainingSession session) => new Session(session, Copies);

        private sealed class Session(ITrainingSession inner, List<long> copies) : WrappedSession(inner)
        {
            public override void PrepareData(TrainingData data)
            {
                long before = LiveTensors.Count;
                base.PrepareData(data);
                copies.Add(LiveTensors.Count - before);
            }
        }
    }
}
