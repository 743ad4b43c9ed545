using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>What the classes of the suite share: the backend under test, and how results are compared.</summary>
public abstract class BackendConformance
{
    protected abstract IComputeBackend Backend { get; }

    /// <summary>Allowed relative error of results and gradients, besides <see cref="AbsoluteTolerance"/>: sums of 20 floats.</summary>
    protected virtual double RelativeTolerance => 2e-5;

    protected virtual double AbsoluteTolerance => 2e-6;

    protected ITrainingSession Session(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options) =>
        Backend.CreateSession(spec, weights, options with { Threads = 1, Backend = Backend });

    protected void Close(double expected, double actual, string what)
    {
        if (!(Math.Abs(actual - expected) <= (RelativeTolerance * Math.Abs(expected)) + AbsoluteTolerance))
        {
            Assert.Fail($"{what} is {actual:R}, expected {expected:R}.");
        }
    }

    protected void Close(IReadOnlyList<double> expected, IReadOnlyList<float> actual, string what)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            Close(expected[i], actual[i], $"{what}[{i}]");
        }
    }

    protected static int[] AllRows(TrainingData data) => [.. Enumerable.Range(0, data.RowCount)];
}
