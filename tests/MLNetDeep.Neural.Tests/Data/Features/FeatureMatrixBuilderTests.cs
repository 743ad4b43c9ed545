using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Data;

public class FeatureMatrixBuilderTests
{
    // Around the 256 rows after which the form is settled, with a share of lit values on either side of a quarter.
    [Theory]
    [InlineData(1, 4, 5)]
    [InlineData(255, 40, 5)]
    [InlineData(256, 40, 5)]
    [InlineData(600, 40, 5)]
    [InlineData(1, 3, 1)]
    [InlineData(255, 33, 3)]
    [InlineData(257, 33, 3)]
    [InlineData(600, 17, 1)]
    public void Rows_come_out_as_they_went_in(int rows, int columns, int litOneIn)
    {
        byte[] bytes = Samples.Bytes(rows * columns, litOneIn);
        float[] values = Array.ConvertAll(bytes, value => (float)value);
        FeatureMatrixBuilder whole = new(columns);
        FeatureMatrixBuilder lit = new(columns, rows);
        Fill(whole, lit, values);
        CheckRows(whole.ToMatrix(), values);
        CheckRows(lit.ToMatrix(), values);
        bool isSparse = values.Count(value => value != 0) * 4 <= values.Length;
        Assert.Equal(isSparse, whole.ToMatrix() is SparseFeatures);
        Assert.Equal(isSparse, lit.ToMatrix() is SparseFeatures);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void What_was_removed_leaves_no_trace(int litOneIn)
    {
        FeatureMatrixBuilder whole = new(20);
        FeatureMatrixBuilder lit = new(20);
        Fill(whole, lit, Array.ConvertAll(Samples.Bytes(300 * 20, litOneIn), value => (float)value));
        whole.ToMatrix();
        lit.ToMatrix();
        whole.Clear();
        lit.Clear();
        Assert.Equal(0, whole.RowCount);
        float[] values = Array.ConvertAll(Samples.Bytes(100 * 20, 3, key: 9), value => (float)value);
        Fill(whole, lit, values);
        CheckRows(whole.ToMatrix(), values);
        CheckRows(lit.ToMatrix(), values);
    }

    [Fact]
    public void Rows_that_do_not_fit_are_refused_and_leave_no_trace()
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

    // The same rows by all of their values, and by those that are lit and some that are not.
    private static void Fill(FeatureMatrixBuilder whole, FeatureMatrixBuilder lit, float[] values)
    {
        foreach (float[] row in values.Chunk(whole.ColumnCount))
        {
            whole.Add(row);
            int[] columns = [.. Enumerable.Range(0, row.Length).Where(column => row[column] != 0 || column % 7 == 0)];
            lit.Add(columns, Array.ConvertAll(columns, column => row[column]));
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
    public void Columns_out_of_order_are_found_anywhere()
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
    public void The_fullest_row_is_known_also_after_a_new_start()
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
    public void Rows_of_bytes_stay_bytes()
    {
        byte[] bytes = Samples.Bytes(300 * 20, oneNonzeroIn: 5);
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

    // Bytes, then bytes of another scale, and rows of numbers before, between and after them.
    [Theory]
    [InlineData("bb")]
    [InlineData("bs")]
    [InlineData("bf")]
    [InlineData("bl")]
    [InlineData("fb")]
    [InlineData("lbsfb")]
    public void Rows_of_bytes_go_with_any_others(string kinds)
    {
        const int Columns = 20;
        byte[] bytes = Samples.Bytes(300 * Columns, oneNonzeroIn: 4);
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

    // 3 x 2^30 bytes are more than an array holds; a quarter of them, as lit values, are not.
    [Fact]
    public void Rows_of_bytes_for_which_an_array_is_too_short_are_gathered_as_numbers()
    {
        FeatureMatrixBuilder builder = new(1 << 10, rowCount: 3 << 20);
        byte[] row = Samples.Bytes(1 << 10, oneNonzeroIn: 5);
        builder.AddBytes(row);
        Assert.IsType<SparseFeatures>(builder.ToMatrix());
        CheckRows(builder.ToMatrix(), Array.ConvertAll(row, value => value * ByteFeatures.DefaultScale));
    }

    [Fact]
    public void Rows_of_bytes_that_do_not_fit_are_refused_and_leave_no_trace()
    {
        FeatureMatrixBuilder builder = new(3);
        builder.AddBytes([1, 2, 3]);
        Assert.Contains("2 values", Assert.Throws<ArgumentException>("row", () => builder.AddBytes([1, 2])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("scale", () => builder.AddBytes([1, 2, 3], scale: 0));
        Assert.Throws<ArgumentOutOfRangeException>("scale", () => builder.AddBytes([1, 2, 3], float.NaN));
        Assert.Equal(1, builder.RowCount);
        Assert.IsType<ByteFeatures>(builder.ToMatrix());
    }
}
