using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>Creates pseudorandom test data that are the same in every run and on every machine.</summary>
internal static class TestNumbers
{
    /// <summary>Returns pseudorandom numbers, uniform in [-scale, scale), from a linear congruential generator.</summary>
    public static float[] Uniform(int count, int key = 1, double scale = 1)
    {
        float[] values = new float[count];
        ulong state = ((ulong)key * 0x9E3779B97F4A7C15) + 12345;
        foreach (ref float value in values.AsSpan())
        {
            // Knuth's multiplier. The upper bits are the most random.
            state = (state * 6364136223846793005) + 1442695040888963407;
            value = (float)((((state >> 40) / (double)(1 << 24) * 2) - 1) * scale);
        }

        return values;
    }

    public static int[] Labels(int count, int classes, int key = 2) =>
        [.. Uniform(count, key).Select(value => (int)((value + 1) / 2 * classes))];

    /// <summary>Returns values for every parameter of the network; running variances are positive.</summary>
    public static IReadOnlyList<NamedTensor> Weights(NetworkSpec spec, int key = 7) =>
    [
        .. spec.Parameters.Select((parameter, i) =>
        {
            float[] values = Uniform(parameter.Size, key + i, 0.8);
            bool isPositive = parameter.Name.EndsWith("running_var", StringComparison.Ordinal);
            return new NamedTensor(parameter.Name, parameter.Shape, isPositive ? [.. values.Select(value => value + 1)] : values);
        }),
    ];

    public static TrainingData ClassificationData(int rows, int columns, int classes, int key = 1) =>
        new(new DenseFeatures(Uniform(rows * columns, key), columns), new ClassTargets(Labels(rows, classes, key + 1)));

    /// <summary>Rows of indices; with lengths from 0 to the number of columns if <paramref name="withLengths"/>.</summary>
    public static TrainingData IndexData(int rows, int columns, int indexCount, int classes, int key = 1, bool withLengths = false)
    {
        int[] lengths = withLengths ? [.. Enumerable.Range(0, rows).Select(row => row % (columns + 1))] : [];
        return new(new IndexFeatures(Labels(rows * columns, indexCount, key), columns, indexCount, lengths), new ClassTargets(Labels(rows, classes, key + 1)));
    }

    public static TrainingData RegressionData(int rows, int columns, int outputs, int key = 1, double scale = 1) =>
        new(new DenseFeatures(Uniform(rows * columns, key), columns), new DenseTargets(Uniform(rows * outputs, key + 1, scale), outputs));
}
