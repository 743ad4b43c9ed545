using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Data;

/// <summary>The same features as floats, bytes or sparse rows yield bitwise equal results, whether few or most are nonzero.</summary>
public class FeatureFormsTests
{
    private delegate int NonZeroCopy(Span<int> columns, Span<float> values);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(40)]
    public void Training_and_predictions_are_bitwise_equal(int valuesPerNonzero)
    {
        const int Rows = 150, Columns = 83;
        ByteFeatures bytes = new(Samples.Bytes(Rows * Columns, valuesPerNonzero), Columns);
        FeatureMatrix[] forms = [bytes, Samples.ToDense(bytes), Samples.ToSparse(bytes)];
        int[] labels = Samples.Labels(Rows, 5);
        List<(IReadOnlyList<NamedTensor> Weights, EvaluationResult Result, float[] Outputs)> results = [];
        foreach (FeatureMatrix form in forms)
        {
            Network network = new(Samples.Mlp(Columns), seed: 2);
            TrainingData data = new(form, labels);
            network.Fit(data, new FitOptions { Epochs = 2, Threads = 2 });
            float[] outputs = new float[Rows * 5];
            network.Predict(form, outputs);
            results.Add((network.GetWeights(), network.Evaluate(data), outputs));
        }

        foreach ((IReadOnlyList<NamedTensor> weights, EvaluationResult result, float[] outputs) in results.Skip(1))
        {
            Close.SameBits(results[0].Weights, weights);
            Assert.Equal(results[0].Result, result);
            Assert.Equal(results[0].Outputs, outputs);
        }
    }

    // With a dropout layer of rate 0 in front, the input of the first dense layer is dense, so no zeros are skipped.
    [Fact]
    public void Skipping_zeros_does_not_change_training()
    {
        const int Rows = 150, Columns = 83;
        TrainingData data = new(new ByteFeatures(Samples.Bytes(Rows * Columns, 40), Columns), Samples.Labels(Rows, 5));
        NetworkSpec sparse = Samples.Mlp(Columns);
        NetworkSpec dense = new(sparse.InputShape, [new Dropout(0), .. sparse.Layers]);
        foreach (OptimizerSpec optimizer in new OptimizerSpec[]
            { new Sgd(0.1), new Sgd(0.1, momentum: 0.9), new Sgd(0.1, momentum: 0.9, nesterov: true), new Adam() })
        {
            Assert.Equal(Trained(dense, optimizer), Trained(sparse, optimizer));
        }

        float[] Trained(NetworkSpec spec, OptimizerSpec optimizer)
        {
            Network network = new(spec, seed: 2);
            network.Fit(data, new FitOptions { Optimizer = optimizer, Epochs = 2 });
            return [.. network.GetWeights().SelectMany(tensor => tensor.Values)];
        }
    }

    [Fact]
    public void CopyRow_includes_zeros()
    {
        float[] row = new float[3];
        new DenseFeatures(new float[] { 1, 2, 3, 4, 5, 6 }, 3).CopyRow(1, row);
        Assert.Equal([4, 5, 6], row);
        new ByteFeatures(new byte[] { 1, 0, 255, 0, 51, 0 }, 3).CopyRow(1, row);
        Assert.Equal([0, 51 * (1f / 255f), 0], row);
        new ByteFeatures(new byte[] { 1, 0, 255 }, 3, scale: 2).CopyRow(0, row);
        Assert.Equal([2, 0, 510], row);
        new SparseFeatures(new[] { 0, 1, 3 }, new[] { 2, 0, 1 }, new float[] { 7, 8, 9 }, 3).CopyRow(1, row);
        Assert.Equal([8, 9, 0], row);
    }

    [Fact]
    public void A_range_of_columns_can_be_copied()
    {
        ByteFeatures bytes = new(new byte[] { 9, 9, 9, 9, 1, 0, 2, 3 }, 4, scale: 1);
        foreach (FeatureMatrix matrix in new FeatureMatrix[] { bytes, Samples.ToDense(bytes), Samples.ToSparse(bytes) })
        {
            float[] row = [-1, -1, -1];
            matrix.CopyRow(1, 1, 3, row);
            Assert.Equal([0, 2, -1], row);
            int[] columns = new int[2];
            float[] values = new float[2];
            Assert.Equal(2, matrix.CopyNonZeros(1, 1, 4, columns, values));
            Assert.Equal([1, 2], columns);
            Assert.Equal([2, 3], values);
            Assert.Equal(0, matrix.CopyNonZeros(1, 4, 4, columns, values));
            Assert.Equal(4, matrix.MaxRowNonZeros);
            foreach ((int r, int first, int end) in new[] { (2, 0, 1), (-1, 0, 1), (0, -1, 1), (0, 2, 1), (0, 0, 5), (0, 5, 5) })
            {
                Assert.Throws<ArgumentOutOfRangeException>(() => matrix.CopyRow(r, first, end, new float[9]));
                Assert.Throws<ArgumentOutOfRangeException>(() => matrix.CopyNonZeros(r, first, end, new int[9], new float[9]));
            }
        }
    }

    // Without spare room in the destination, the last values are written one by one; with room for one more SIMD vector, they are
    // written as vectors. A block of 64 bytes takes a different code path if more than half of its bytes are nonzero.
    [Theory]
    [InlineData(0, 3)]
    [InlineData(15, 3)]
    [InlineData(16, 3)]
    [InlineData(64, 3)]
    [InlineData(0, 1)]
    [InlineData(63, 1)]
    [InlineData(64, 1)]
    [InlineData(64, 2)]
    [InlineData(64, 1000)]
    public void Nonzero_values_are_copied_at_every_length_and_position(int spareRoom, int valuesPerNonzero)
    {
        foreach (int length in Enumerable.Range(0, 70).Append(127).Append(128).Append(1023).Append(1024).Append(2100))
        {
            byte[] bytes = Samples.Bytes(length, valuesPerNonzero, (ulong)length + 1);
            float[] floats = [.. bytes.Select(value => value * 0.5f)];
            int[] expected = [.. Enumerable.Range(0, length).Where(i => bytes[i] != 0)];
            Assert.Equal(expected.Length, NonZeros.Count(bytes));
            Check((columns, values) => NonZeros.Copy(bytes, 0.5f, columns, values));
            Assert.Equal(expected.Length, NonZeros.Count(floats));
            Check((columns, values) => NonZeros.Copy(floats, columns, values));

            // Nothing may be written beyond the end of the destination.
            void Check(NonZeroCopy copy)
            {
                int[] columns = [.. Enumerable.Repeat(-1, length + spareRoom + 64)];
                float[] values = [.. Enumerable.Repeat(-1f, columns.Length)];
                Assert.Equal(expected.Length, copy(columns.AsSpan(0, length + spareRoom), values.AsSpan(0, length + spareRoom)));
                Assert.Equal(expected, columns[..expected.Length]);
                Assert.Equal(expected.Select(i => floats[i]), values[..expected.Length]);
                Assert.All(columns[(length + spareRoom)..], column => Assert.Equal(-1, column));
                Assert.All(values[(length + spareRoom)..], value => Assert.Equal(-1, value));
            }
        }
    }

    [Fact]
    public void Wrong_shapes_throw()
    {
        Assert.Contains(
            "7 values do not make whole rows of 3 columns",
            Assert.Throws<ArgumentException>(() => new DenseFeatures(new float[7], 3)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ByteFeatures(new byte[7], 3));
        Assert.StartsWith(
            "ColumnCount is 0; accepted: 1 or more.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new DenseFeatures(default, 0)).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Scale is 0; accepted: finite, not 0.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new ByteFeatures(new byte[3], 3, 0)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new int[0], new int[0], "Row starts")]
    [InlineData(new[] { 1, 2 }, new[] { 0, 1 }, "Row starts")]
    [InlineData(new[] { 0, 1 }, new[] { 0, 1 }, "Row starts")]
    [InlineData(new[] { 0, 2 }, new[] { 0 }, "Row starts")]
    [InlineData(new[] { 0, 3, 2 }, new[] { 0, 1 }, "at row 0")]
    [InlineData(new[] { 0, 2, 1, 2 }, new[] { 0, 1 }, "at row 1")]
    [InlineData(new[] { 0, 2 }, new[] { 1, 0 }, "Row 0 has column 0 after column 1")]
    [InlineData(new[] { 0, 2 }, new[] { 1, 1 }, "Row 0 has column 1 after column 1")]
    [InlineData(new[] { 0, 1, 2 }, new[] { 1, 3 }, "Row 1 has column 3")]
    [InlineData(new[] { 0, 1, 2 }, new[] { 1, -1 }, "Row 1 has column -1")]
    public void Inconsistent_sparse_rows_throw(int[] rowStarts, int[] columns, string message) =>
        Assert.Contains(
            message,
            Assert.Throws<ArgumentException>(() => new SparseFeatures(rowStarts, columns, new float[2], 3)).Message,
            StringComparison.Ordinal);
}
