using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>The base class of the backend conformance tests: holds the backend under test and compares results.</summary>
public abstract class BackendConformance
{
    // The error of gradients by finite differences; see ReferenceModel.
    private const double RoundingOfDifferences = 1e-9;

    protected abstract IComputeBackend Backend { get; }

    /// <summary>
    /// The allowed relative error of results and gradients, which suffices for sums of 20 floats. <see cref="AbsoluteTolerance"/> is added.
    /// </summary>
    protected virtual double RelativeTolerance => 2e-5;

    protected virtual double AbsoluteTolerance => 2e-6;

    protected ITrainingSession Session(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options) =>
        Backend.CreateSession(spec, weights, options with { Threads = 1, Backend = Backend });

    /// <summary>
    /// Returns whether the backend lacks a layer of a network, as exclusions.json says, and checks that it then refuses the network by the name
    /// of that layer.
    /// </summary>
    protected bool Refuses(NetworkSpec spec)
    {
        if (spec.Layers.FirstOrDefault(layer => !Backend.Supports(layer)) is not { } missing)
        {
            return false;
        }

        NotSupportedException refusal = Assert.Throws<NotSupportedException>(() => Session(spec, TestNumbers.Weights(spec), new FitOptions()));
        Assert.Contains(missing.GetType().Name, refusal.Message, StringComparison.Ordinal);
        return true;
    }

    protected void AssertClose(double expected, double actual, string description)
    {
        if (!(Math.Abs(actual - expected) <= (RelativeTolerance * Math.Abs(expected)) + AbsoluteTolerance))
        {
            Assert.Fail($"{description} is {actual:R}, expected {expected:R}.");
        }
    }

    protected void AssertClose(IReadOnlyList<double> expected, IReadOnlyList<float> actual, string description)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            AssertClose(expected[i], actual[i], $"{description}[{i}]");
        }
    }

    /// <summary>
    /// Checks tensors by the largest error of each, as a fraction of its largest value. A tensor that is 0 but for rounding, such as the
    /// gradient of a bias in front of a batch normalization, is compared with the largest value of all tensors.
    /// </summary>
    protected static void AssertNear(double[][] expected, IReadOnlyList<IReadOnlyList<float>> actual, double bound, string description)
    {
        double largest = expected.Select(Largest).DefaultIfEmpty().Max();
        for (int t = 0; t < expected.Length; t++)
        {
            double size = Largest(expected[t]);
            double error = expected[t].Zip(actual[t], (wanted, value) => Math.Abs(wanted - value)).DefaultIfEmpty().Max();
            double scale = size > RoundingOfDifferences ? size : largest;
            double fraction = scale > 0 ? error / scale : error;
            Assert.True(fraction <= bound, $"{description}: tensor {t} has the error {fraction:E2}, more than {bound:E1} of its largest value.");
        }
    }

    protected static int[] AllRows(TrainingData data) => [.. Enumerable.Range(0, data.RowCount)];

    private static double Largest(double[] values) => values.Select(Math.Abs).DefaultIfEmpty().Max();
}
