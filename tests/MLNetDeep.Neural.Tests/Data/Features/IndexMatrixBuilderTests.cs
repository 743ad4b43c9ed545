namespace MLNetDeep.Neural.Tests.Data;

public class IndexMatrixBuilderTests
{
    [Fact]
    public void Short_rows_are_padded_and_keep_their_length()
    {
        IndexMatrixBuilder builder = new(columnCount: 3, indexCount: 100);
        builder.Add([5, 7, 99]);
        builder.Add([8]);
        builder.Add([]);
        Assert.Equal((3, 100, 3), (builder.ColumnCount, builder.IndexCount, builder.RowCount));
        IndexFeatures matrix = builder.ToMatrix();
        Assert.Equal((3, 3, 100), (matrix.RowCount, matrix.ColumnCount, matrix.IndexCount));
        Assert.Equal([5, 7, 99, 8, 0, 0, 0, 0, 0], Indices(matrix));
        Assert.Equal([3, 1, 0], matrix.RowLengths.ToArray());
    }

    [Fact]
    public void Lengths_are_omitted_if_all_rows_are_full()
    {
        IndexMatrixBuilder builder = new(2, 10, rowCount: 2);
        builder.Add([1, 2]);
        builder.Add([3, 4]);
        Assert.True(builder.ToMatrix().RowLengths.IsEmpty);
        Assert.Equal([1, 2, 3, 4], Indices(builder.ToMatrix()));
    }

    // The reused memory still holds the removed rows, so the padding must be cleared.
    [Fact]
    public void Removed_rows_have_no_effect()
    {
        IndexMatrixBuilder builder = new(3, 10);
        builder.Add([9, 9, 9]);
        builder.Add([9, 9]);
        builder.Clear();
        Assert.Equal(0, builder.RowCount);
        Assert.Equal(0, builder.ToMatrix().RowCount);
        builder.Add([1]);
        Assert.Equal([1, 0, 0], Indices(builder.ToMatrix()));
        Assert.Equal([1], builder.ToMatrix().RowLengths.ToArray());
        builder.Clear();
        builder.Add([1, 2, 3]);
        Assert.True(builder.ToMatrix().RowLengths.IsEmpty);
    }

    [Fact]
    public void The_matrix_contains_the_added_rows()
    {
        IndexMatrixBuilder builder = new(4, 5000);
        for (int row = 0; row < 1000; row++)
        {
            builder.Add([.. Enumerable.Range(row, row % 5)]);
        }

        IndexFeatures matrix = builder.ToMatrix();
        Assert.Equal(
            Enumerable.Range(0, 1000).SelectMany(row => Enumerable.Range(0, 4).Select(i => i < row % 5 ? row + i : 0)), Indices(matrix));
        Assert.Equal(Enumerable.Range(0, 1000).Select(row => row % 5), matrix.RowLengths.ToArray());
    }

    [Fact]
    public void Invalid_rows_throw_and_are_not_added()
    {
        Assert.Throws<ArgumentOutOfRangeException>("columnCount", () => new IndexMatrixBuilder(0, 10));
        Assert.Throws<ArgumentOutOfRangeException>("indexCount", () => new IndexMatrixBuilder(2, 0));
        IndexMatrixBuilder builder = new(2, 10);
        builder.Add([1, 2]);
        AssertThrows("Row 1 has 3 indices; accepted: 0 to 2.", [1, 2, 3]);
        AssertThrows("Row 1 has the index 10 in column 1; accepted: 0 to 9.", [0, 10]);
        AssertThrows("Row 1 has the index -1 in column 0; accepted: 0 to 9.", [-1]);
        builder.Add([3, 4]);
        Assert.Equal([1, 2, 3, 4], Indices(builder.ToMatrix()));

        void AssertThrows(string message, int[] row) => Assert.StartsWith(
            message, Assert.Throws<ArgumentException>("row", () => builder.Add(row)).Message, StringComparison.Ordinal);
    }

    private static int[] Indices(IndexFeatures matrix)
    {
        int[] indices = new int[matrix.RowCount * matrix.ColumnCount];
        for (int row = 0; row < matrix.RowCount; row++)
        {
            matrix.CopyIndices(row, indices.AsSpan(row * matrix.ColumnCount));
        }

        return indices;
    }
}
