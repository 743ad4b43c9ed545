using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Data;

public class FeatureMatrixBuilderTests
{
    // The density is checked after 256 rows, so row counts lie around 256. The nonzero fraction is below and above a quarter.
    [Theory]
    [InlineData(1, 4, 5)]
    [InlineData(255, 40, 5)]
    [InlineData(256, 40, 5)]
    [InlineData(600, 40, 5)]
    [InlineData(1, 3, 1)]
    [InlineData(255, 33, 3)]
    [InlineData(257, 33, 3)]
    [InlineData(600, 17, 1)]
    public void The_matrix_contains_the_added_rows(int rows, int columns, int valuesPerNonzero)
    {
        byte[] bytes = Samples.Bytes(rows * columns, valuesPerNonzero);
        float[] values = Array.ConvertAll(bytes, value => (float)value);
        FeatureMatrixBuilder whole = new(columns);
        FeatureMatrixBuilder sparse = new(columns, rows);
        Fill(whole, sparse, values);
        CheckRows(whole.ToMatrix(), values);
        CheckRows(sparse.ToMatrix(), values);
        bool isSparse = values.Count(value => value != 0) * 4 <= values.Length;
        Assert.Equal(isSparse, whole.ToMatrix() is SparseFeatures);
        Assert.Equal(isSparse, sparse.ToMatrix() is SparseFeatures);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void Removed_rows_have_no_effect(int valuesPerNonzero)
    {
        FeatureMatrixBuilder whole = new(20);
        FeatureMatrixBuilder sparse = new(20);
        Fill(whole, sparse, Array.ConvertAll(Samples.Bytes(300 * 20, valuesPerNonzero), value => (float)value));
        whole.ToMatrix();
        sparse.ToMatrix();
        whole.Clear();
        sparse.Clear();
        Assert.Equal(0, whole.RowCount);
        float[] values = Array.ConvertAll(Samples.Bytes(100 * 20, 3, key: 9), value => (float)value);
        Fill(whole, sparse, values);
        CheckRows(whole.ToMatrix(), values);
        CheckRows(sparse.ToMatrix(), values);
    }

    [Fact]
    public void Invalid_rows_throw_and_are_not_added()
    {
        FeatureMatrixBuilder builder = new(3);
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeatureMatrixBuilder(0));
        Assert.Contains("2 values", Assert.Throws<ArgumentException>(() => builder.Add([1f, 2])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => builder.Add([0], [1, 2]));
        Assert.Throws<ArgumentException>(() => builder.Add([0, 0], [1, 2]));
        Assert.Throws<ArgumentException>(() => builder.Add([-1], [1]));
        Assert.Contains("Column 3", Assert.Throws<ArgumentException>(() => builder.Add([0, 3], [1, 2])).Message, StringComparison.Ordinal);
        Assert.Equal(0, builder.RowCount);
        builder.Add([2], [5]);
        CheckRows(builder.ToMatrix(), [0, 0, 5]);
    }

    // Adds the rows to both builders: all values to 'whole', the nonzero values and some explicit zeros to 'sparse'.
    private static void Fill(FeatureMatrixBuilder whole, FeatureMatrixBuilder sparse, float[] values)
    {
        foreach (float[] row in values.Chunk(whole.ColumnCount))
        {
            whole.Add(row);
            int[] columns = [.. Enumerable.Range(0, row.Length).Where(column => row[column] != 0 || column % 7 == 0)];
            sparse.Add(columns, Array.ConvertAll(columns, column => row[column]));
        }
    }

    private static void CheckRows(FeatureMatrix matrix, float[] values)
    {
        Assert.Equal(values.Length / matrix.ColumnCount, matrix.RowCount);
        float[] row = new float[matrix.ColumnCount];
        for (int r = 0; r < matrix.RowCount; r++)
        {
            matrix.CopyRow(r, row);
            Assert.Equal(values[(r * matrix.ColumnCount)..((r + 1) * matrix.ColumnCount)], row);
        }
    }

    [Fact]
    public void Unordered_columns_are_detected_at_every_position()
    {
        const int Count = 40;
        float[] values = [.. Enumerable.Repeat(1f, Count)];
        for (int i = 1; i < Count; i++)
        {
            int[] columns = [.. Enumerable.Range(0, Count).Select(column => 2 * column)];
            columns[i] = columns[i - 1];
            FeatureMatrixBuilder builder = new(2 * Count);
            Assert.Contains(
                $"Column {columns[i]} follows column {columns[i]};",
                Assert.Throws<ArgumentException>(() => builder.Add(columns, values)).Message,
                StringComparison.Ordinal);
            Assert.Equal(0, builder.RowCount);
        }
    }

    [Fact]
    public void Clear_resets_the_maximum_nonzero_count()
    {
        FeatureMatrixBuilder builder = new(20);
        builder.Add([3, 5, 9], [1, 0, 2]);
        builder.Add([1], [1]);
        Assert.Equal(2, builder.ToMatrix().MaxRowNonZeros);
        builder.Clear();
        builder.Add([4], [1]);
        Assert.Equal(1, builder.ToMatrix().MaxRowNonZeros);
    }

    [Fact]
    public void Byte_rows_stay_bytes()
    {
        byte[] bytes = Samples.Bytes(300 * 20, valuesPerNonzero: 5);
        FeatureMatrixBuilder builder = new(20);
        for (int pass = 0; pass < 2; pass++)
        {
            foreach (byte[] row in bytes.Chunk(20))
            {
                builder.AddBytes(row, scale: 0.5f);
            }

            Assert.Equal(0.5f, Assert.IsType<ByteFeatures>(builder.ToMatrix()).Scale);
            CheckRows(builder.ToMatrix(), Array.ConvertAll(bytes, value => value * 0.5f));
            builder.Clear();
        }

        builder.AddBytes(bytes.AsSpan(0, 20));
        Assert.Equal(1f / 255f, Assert.IsType<ByteFeatures>(builder.ToMatrix()).Scale);
    }

    // Row kinds: b = bytes; s = bytes with a different scale; f = all values as floats; l = a list of columns and values.
    [Theory]
    [InlineData("bb")]
    [InlineData("bs")]
    [InlineData("bf")]
    [InlineData("bl")]
    [InlineData("fb")]
    [InlineData("lbsfb")]
    public void Byte_rows_can_be_mixed_with_other_row_kinds(string kinds)
    {
        const int Columns = 20;
        byte[] bytes = Samples.Bytes(300 * Columns, valuesPerNonzero: 4);
        float[] values = new float[bytes.Length];
        FeatureMatrixBuilder builder = new(Columns);
        for (int row = 0; row < 300; row++)
        {
            ReadOnlySpan<byte> source = bytes.AsSpan(row * Columns, Columns);
            Span<float> expected = values.AsSpan(row * Columns, Columns);
            char kind = kinds[row * kinds.Length / 300];
            float scale = kind == 's' ? 0.25f : 0.5f;
            for (int column = 0; column < Columns; column++)
            {
                expected[column] = source[column] * scale;
            }

            switch (kind)
            {
                case 'f':
                    builder.Add(expected);
                    break;
                case 'l':
                    builder.Add([.. Enumerable.Range(0, Columns)], expected);
                    break;
                default:
                    builder.AddBytes(source, scale);
                    break;
            }
        }

        CheckRows(builder.ToMatrix(), values);
        Assert.Equal(kinds == "bb", builder.ToMatrix() is ByteFeatures);
        builder.Clear();
        builder.AddBytes(bytes.AsSpan(0, Columns));
        CheckRows(builder.ToMatrix(), Array.ConvertAll(bytes[..Columns], value => value * ByteFeatures.DefaultScale));
    }

    // 3 x 2^30 bytes do not fit in one array, but their nonzero values do.
    [Fact]
    public void Bytes_too_many_for_one_array_are_stored_as_sparse_floats()
    {
        FeatureMatrixBuilder builder = new(1 << 10, rowCount: 3 << 20);
        byte[] row = Samples.Bytes(1 << 10, valuesPerNonzero: 5);
        builder.AddBytes(row);
        Assert.IsType<SparseFeatures>(builder.ToMatrix());
        CheckRows(builder.ToMatrix(), Array.ConvertAll(row, value => value * ByteFeatures.DefaultScale));
    }

    [Fact]
    public void Invalid_byte_rows_throw_and_are_not_added()
    {
        FeatureMatrixBuilder builder = new(3);
        builder.AddBytes([1, 2, 3]);
        ArgumentException exception = Assert.Throws<ArgumentException>("row", () => builder.AddBytes([1, 2]));
        Assert.Contains("2 values", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("scale", () => builder.AddBytes([1, 2, 3], scale: 0));
        Assert.Throws<ArgumentOutOfRangeException>("scale", () => builder.AddBytes([1, 2, 3], float.NaN));
        Assert.Equal(1, builder.RowCount);
        Assert.IsType<ByteFeatures>(builder.ToMatrix());
    }
}
