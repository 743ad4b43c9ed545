using MLNetDeep.Neural.Cpu;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Cpu;

public class SparseRowsTests
{
    // Row lengths cover every remainder modulo 4, since the values of each column are counted four at a time. Some rows are empty. Columns
    // have no values, one value or a value in every row.
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 50, 3)]
    [InlineData(9, 1, 2)]
    [InlineData(40, 23, 1)]
    [InlineData(40, 23, 3)]
    [InlineData(33, 100, 40)]
    public void SetTransposed_stores_the_columns(int rows, int columns, int valuesPerNonzero)
    {
        byte[] bytes = Samples.Bytes(rows * columns, valuesPerNonzero);
        SparseRows source = new(rows, rows * (columns + 5));
        for (int row = 0; row < rows; row++)
        {
            // Rows have unused capacity, as staged batches do.
            int start = row * (columns + 5);
            source.Starts[row] = start;
            source.Ends[row] = start + NonZeros.Copy(
                bytes.AsSpan(row * columns, columns), 0.5f, source.Indices.Slice(start, columns + 5), source.Values.Slice(start, columns + 5));
        }

        // The first capacity has room for full columns, the second for the nonzero values only. With each, the matrix is set twice, and the
        // second result must not depend on the first.
        foreach (int capacity in new[] { rows * columns, bytes.Count(value => value != 0) })
        {
            SparseRows transposed = new(columns, capacity);
            transposed.SetTransposed(source, rows / 2, columns);
            transposed.SetTransposed(source, rows, columns);
            for (int column = 0; column < columns; column++)
            {
                int[] expected = [.. Enumerable.Range(0, rows).Where(row => bytes[(row * columns) + column] != 0)];
                int start = transposed.Starts[column], count = transposed.Ends[column] - start;
                Assert.Equal(expected, transposed.Indices.Slice(start, count).ToArray());
                Assert.Equal(expected.Select(row => bytes[(row * columns) + column] * 0.5f), transposed.Values.Slice(start, count).ToArray());
            }
        }
    }
}
