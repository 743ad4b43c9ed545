using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural.Tests.Support;

/// <summary>Creates small data sets and networks that are the same in every run.</summary>
internal static class Samples
{
    /// <summary>Uniform random numbers in [-1, 1).</summary>
    public static float[] Floats(int count, ulong key = 1)
    {
        Xoshiro256 random = new(key);
        float[] values = new float[count];
        foreach (ref float value in values.AsSpan())
        {
            value = (2 * random.NextSingle()) - 1;
        }

        return values;
    }

    /// <summary>Random bytes, of which about one in <paramref name="valuesPerNonzero"/> is nonzero.</summary>
    public static byte[] Bytes(int count, int valuesPerNonzero, ulong key = 1)
    {
        Xoshiro256 random = new(key);
        byte[] values = new byte[count];
        foreach (ref byte value in values.AsSpan())
        {
            value = random.NextInt32(valuesPerNonzero) == 0 ? (byte)(1 + random.NextInt32(255)) : (byte)0;
        }

        return values;
    }

    public static int[] Labels(int count, int classes, ulong key = 2)
    {
        Xoshiro256 random = new(key);
        int[] labels = new int[count];
        foreach (ref int label in labels.AsSpan())
        {
            label = random.NextInt32(classes);
        }

        return labels;
    }

    public static TrainingData Data(int rows, int columns, int classes, ulong key = 1) =>
        new(new DenseFeatures(Floats(rows * columns, key), columns), Labels(rows, classes, key + 1));

    /// <summary>Random rows with separable classes: 2 is added to column c of rows of class c.</summary>
    public static TrainingData Separable(int rows, int columns, int classes)
    {
        float[] values = Floats(rows * columns);
        int[] labels = Labels(rows, classes);
        for (int row = 0; row < rows; row++)
        {
            values[(row * columns) + labels[row]] += 2;
        }

        return new TrainingData(new DenseFeatures(values, columns), labels);
    }

    public static NetworkSpec Mlp(int inputs = 20, int hidden = 24, int classes = 5, double dropout = 0) =>
        dropout == 0
            ? new([inputs], [new Dense(hidden, Activation.Relu), new Dense(classes, Activation.Softmax)])
            : new([inputs], [new Dense(hidden, Activation.Relu), new Dropout(dropout), new Dense(classes, Activation.Softmax)]);

    /// <summary>Converts a matrix to compressed rows.</summary>
    public static SparseFeatures ToSparse(FeatureMatrix features)
    {
        List<int> starts = [0];
        List<int> columns = [];
        List<float> values = [];
        float[] row = new float[features.ColumnCount];
        for (int r = 0; r < features.RowCount; r++)
        {
            features.CopyRow(r, row);
            for (int c = 0; c < row.Length; c++)
            {
                if (row[c] != 0)
                {
                    columns.Add(c);
                    values.Add(row[c]);
                }
            }

            starts.Add(values.Count);
        }

        return new SparseFeatures(starts.ToArray(), columns.ToArray(), values.ToArray(), features.ColumnCount);
    }

    /// <summary>Converts a matrix to dense rows.</summary>
    public static DenseFeatures ToDense(FeatureMatrix features)
    {
        float[] values = new float[features.RowCount * features.ColumnCount];
        for (int r = 0; r < features.RowCount; r++)
        {
            features.CopyRow(r, values.AsSpan(r * features.ColumnCount));
        }

        return new DenseFeatures(values, features.ColumnCount);
    }
}
