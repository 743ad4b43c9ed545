using MLNetDeep.Benchmarks;
using MLNetDeep.Neural;

namespace MLNetDeep.Peers;

/// <summary>
/// Creates a network and trains it for 200 steps on 10,000 random matrices of 2 x 2 at once, to compute their exponentials. The mean time of
/// a step counts.
/// </summary>
internal sealed class MatrixExponentialWorkload(IComputeBackend backend) : Workload("matrix-exponential")
{
    private const int RowCount = 10_000;
    private const int Steps = 200;

    // Terms of the series of the exponential. Beyond them, even the terms of a matrix with elements of 4 are below the precision of a float.
    private const int Terms = 60;

    private readonly NetworkSpec _spec = Networks.MatrixExponential();
    private TrainingData? _data;
    private FitOptions? _options;

    public override void Prepare(int threads)
    {
        _data = CreateMatrices();

        // Without shuffling, as for the peers: the order of the rows of a batch does not matter.
        _options = new FitOptions
        {
            Loss = new MeanSquaredError(), BatchSize = RowCount, Iterations = Steps, Shuffle = false, Threads = threads, Backend = backend,
        };
        WarmUp(CreateAndTrain);
    }

    public override IReadOnlyDictionary<string, double> Measure() =>
        new Dictionary<string, double> { [Name] = SecondsOf(CreateAndTrain) / Steps };

    private static TrainingData CreateMatrices()
    {
        Random random = new(1);
        float[] matrices = new float[4 * RowCount];
        float[] exponentials = new float[matrices.Length];
        for (int i = 0; i < matrices.Length; i += 4)
        {
            Span<double> matrix = [NextNormal(random), NextNormal(random), NextNormal(random), NextNormal(random)];
            Span<double> term = [1, 0, 0, 1];
            Span<double> sum = [1, 0, 0, 1];
            for (int n = 1; n <= Terms; n++)
            {
                double[] product =
                [
                    (term[0] * matrix[0]) + (term[1] * matrix[2]), (term[0] * matrix[1]) + (term[1] * matrix[3]),
                    (term[2] * matrix[0]) + (term[3] * matrix[2]), (term[2] * matrix[1]) + (term[3] * matrix[3]),
                ];
                for (int j = 0; j < 4; j++)
                {
                    term[j] = product[j] / n;
                    sum[j] += term[j];
                }
            }

            for (int j = 0; j < 4; j++)
            {
                matrices[i + j] = (float)matrix[j];
                exponentials[i + j] = (float)sum[j];
            }
        }

        return new TrainingData(new DenseFeatures(matrices, 4), new DenseTargets(exponentials, 4));
    }

    // The method of Box and Muller.
    private static double NextNormal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private void CreateAndTrain() => new Network(_spec, seed: 1).Fit(_data!, _options!);
}
