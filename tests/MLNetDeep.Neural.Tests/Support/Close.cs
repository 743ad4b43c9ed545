namespace MLNetDeep.Neural.Tests.Support;

/// <summary>Assertions on floats whose failure messages contain the index and the error.</summary>
internal static class Close
{
    /// <summary>Asserts that |actual - expected| is at most relative × |expected| + absolute for every value.</summary>
    public static void All(IReadOnlyList<double> expected, ReadOnlySpan<float> actual, double relative, double absolute, string what = "")
    {
        Assert.Equal(expected.Count, actual.Length);
        for (int i = 0; i < actual.Length; i++)
        {
            double error = Math.Abs(actual[i] - expected[i]);
            if (!(error <= (relative * Math.Abs(expected[i])) + absolute))
            {
                Assert.Fail($"{what}[{i}] is {actual[i]:R}, expected {expected[i]:R} (off by {error:G3}).");
            }
        }
    }

    /// <summary>Asserts that corresponding tensors have equal names and bitwise equal values.</summary>
    public static void SameBits(IReadOnlyList<NamedTensor> expected, IReadOnlyList<NamedTensor> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.Equal(expected[i].Name, actual[i].Name);
            Assert.Equal(expected[i].Values, actual[i].Values);
        }
    }

    /// <summary>Returns whether corresponding tensors have equal values.</summary>
    public static bool AreSame(IReadOnlyList<NamedTensor> left, IReadOnlyList<NamedTensor> right) =>
        left.Zip(right).All(pair => pair.First.Values.AsSpan().SequenceEqual(pair.Second.Values));
}
