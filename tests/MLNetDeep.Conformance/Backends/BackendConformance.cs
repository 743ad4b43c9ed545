using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>The base class of the backend conformance tests: holds the backend under test and compares results.</summary>
public abstract class BackendConformance
{
    protected abstract IComputeBackend Backend { get; }

    /// <summary>
    /// The allowed relative error of results and gradients, which suffices for sums of 20 floats. <see cref="AbsoluteTolerance"/> is added.
    /// </summary>
    protected virtual double RelativeTolerance => 2e-5;

    protected virtual double AbsoluteTolerance => 2e-6;

    protected ITrainingSession Session(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options) =>
        Backend.CreateSession(spec, weights, options with { Threads = 1, Backend = Backend });

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

    protected static int[] AllRows(TrainingData data) => [.. Enumerable.Range(0, data.RowCount)];
}
