using MLNetDeep.Neural.Cpu;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Cpu;

public class SparseRowsTests
{
    // Rows of every length modulo what is counted at once, some empty; columns of one value, of none and of all rows.
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 50, 3)]
    [InlineData(9, 1, 2)]
    [InlineData(40, 23, 1)]
    [InlineData(40, 23, 3)]
    [InlineData(33, 100, 40)]
    public void Transposed_rows_are_the_columns(int rows, int columns, int litOneIn)
    {
        byte[] bytes = Samples.Bytes(rows * columns, litOneIn);
        SparseRows source = new(rows, rows * (columns + 5));
        for (int row = 0; row < rows; row++)
        {
            // With room between the rows, as batches have it.
            int start = row * (columns + 5);
            source.Starts[row] = start;
            source.Ends[row] = start + NonZeros.Copy(
                bytes.AsSpan(row * columns, columns), 0.5f, source.Indices.Slice(start, columns + 5), source.Values.Slice(start, columns + 5));
        }

        // With room for all values of each column, and for those that are there alone. Twice: nothing may be left from the first time.
        foreach (int room in new[] { rows * columns, bytes.Count(value => value != 0) })
        {
            SparseRows transposed = new(columns, room);
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
