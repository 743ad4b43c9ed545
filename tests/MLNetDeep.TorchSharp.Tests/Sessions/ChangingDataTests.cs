using MLNetDeep.Conformance;
using MLNetDeep.Neural;

namespace MLNetDeep.TorchSharp.Tests;

/// <summary>Streams that fill the same arrays again, and standardized rows: a copy on the device must never be old.</summary>
public class ChangingDataTests
{
    private const int Columns = 5;

    private static readonly NetworkSpec s_classes = new([Columns], [new Dense(8, Activation.Tanh), new Dense(3, Activation.Softmax)]);

    private static readonly NetworkSpec s_numbers = new([Columns], [new Dense(8, Activation.Tanh), new Dense(2)]);

    // As on CUDA: features are kept on the device if they do not change, and results are read later.
    private static readonly TorchBackend s_likeCuda = TorchBackend.Cpu(1) with { ResultDelay = 3, KeepsFeatures = true };

    public static TheoryData<bool, bool, bool> Options => new(
        from stream in new[] { false, true }
        from standardize in new[] { false, true }
        from bytes in new[] { false, true }
        select (stream, standardize, bytes));

    [Theory]
    [MemberData(nameof(Options))]
    public void Weights_are_those_of_the_CPU_backend(bool stream, bool standardize, bool bytes)
    {
        TrainingData classes = TestNumbers.ClassificationData(60, Columns, 3);
        FeatureMatrix features = bytes
            ? new ByteFeatures((byte[])[.. Enumerable.Range(0, 60 * Columns).Select(i => (byte)(i * 7919 >> 3))], Columns)
            : classes.Features;
        Check(s_classes, new TrainingData(features, classes.Targets), stream, new FitOptions { StandardizeFeatures = standardize });
        TrainingData numbers = TestNumbers.RegressionData(60, Columns, 2, scale: 30);
        Check(
            s_numbers,
            new TrainingData(features, numbers.Targets),
            stream,
            new FitOptions { StandardizeFeatures = standardize, StandardizeTargets = standardize });
    }

    private static void Check(NetworkSpec spec, TrainingData data, bool stream, FitOptions options)
    {
        options = options with
        {
            Epochs = 4, BatchSize = 8, PoolSize = 16, Threads = 1, Seed = 2, Optimizer = new Sgd(0.05), ValidationData = data.Slice(30, 20),
            Metrics = stream ? [] : [TrainingMetric.Loss],
        };
        Network expected = new(spec, seed: 1), actual = new(spec, seed: 1);
        TrainingHistory expectedHistory = Fit(expected, options);
        TrainingHistory history = Fit(actual, options with { Backend = s_likeCuda });
        foreach ((NamedTensor first, NamedTensor second) in expected.GetWeights().Zip(actual.GetWeights()))
        {
            float largest = first.Values.Max(Math.Abs);
            Assert.All(first.Values.Zip(second.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-5 * largest));
        }

        foreach ((EpochResult first, EpochResult second) in expectedHistory.Epochs.Zip(history.Epochs))
        {
            Assert.Equal(first.Training.Loss, second.Training.Loss, 1e-5 * first.Training.Loss);
            Assert.Equal(first.Validation!.Value.Loss, second.Validation!.Value.Loss, 1e-5 * first.Validation.Value.Loss);
        }

        TrainingHistory Fit(Network network, FitOptions fit) =>
            stream ? network.Fit(new ReusedArrays(data), fit) : network.Fit(data, fit);
    }

    // Returns the same two objects in turn, with other values in their arrays each time.
    private sealed class ReusedArrays(TrainingData data) : TrainingStream
    {
        private readonly Dictionary<int, (TrainingData Pool, Action<int> Fill)>[] _buffers = [[], []];
        private int _turn;

        public override long? RowCount => data.RowCount;

        public override bool RowsOutlivePass => true;

        public override TrainingPass Begin(int epoch) => new Pass(this);

        private TrainingData Fill(int first, int count)
        {
            _turn ^= 1;
            if (!_buffers[_turn].TryGetValue(count, out (TrainingData Pool, Action<int> Fill) buffer))
            {
                buffer = Create(count);
                _buffers[_turn].Add(count, buffer);
            }

            buffer.Fill(first);
            return buffer.Pool;
        }

        private (TrainingData Pool, Action<int> Fill) Create(int count)
        {
            byte[] bytes = new byte[count * Columns];
            float[] numbers = new float[count * Columns];
            float[] targets = new float[count * 2];
            int[] labels = new int[count];
            FeatureMatrix features = data.Features is ByteFeatures ? new ByteFeatures(bytes, Columns) : new DenseFeatures(numbers, Columns);

            // The arrays must be valid when they are checked: LargestLabel is read then.
            labels.AsSpan().Fill(2);
            Targets wanted = data.Targets is DenseTargets ? new DenseTargets(targets, 2) : new ClassTargets(labels);
            return (new TrainingData(features, wanted), first =>
            {
                for (int row = 0; row < count; row++)
                {
                    if (data.Features is ByteFeatures source)
                    {
                        source.CopyBytes(first + row, bytes.AsSpan(row * Columns, Columns));
                    }
                    else
                    {
                        data.Features.CopyRow(first + row, numbers.AsSpan(row * Columns, Columns));
                    }

                    if (data.Targets is DenseTargets dense)
                    {
                        dense.Row(first + row).CopyTo(targets.AsSpan(row * 2));
                    }
                    else
                    {
                        labels[row] = data.Targets.ClassOf(first + row);
                    }
                }
            });
        }

        private sealed class Pass(ReusedArrays stream) : TrainingPass
        {
            private int _next;

            public override TrainingData? Read(int maxRows, CancellationToken cancellation)
            {
                int count = (int)Math.Min(maxRows, stream.RowCount!.Value - _next);
                int first = _next;
                _next += count;
                return count == 0 ? null : stream.Fill(first, count);
            }
        }
    }
}
