using MLNetDeep.Neural.Cpu;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Cpu;

public class SparseRowsTests
{
    // Rows of every length modulo 4 (values counted per iteration), some empty; columns with no, one and all values.
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 50, 3)]
    [InlineData(9, 1, 2)]
    [InlineData(40, 23, 1)]
    [InlineData(40, 23, 3)]
    [InlineData(33, 100, 40)]
    public void SetTransposed_gives_the_columns(int rows, int columns, int oneNonzeroIn)
    {
        byte[] bytes = Samples.Bytes(rows * columns, oneNonzeroIn);
        SparseRows source = new(rows, rows * (columns + 5));
        for (int row = 0; row < rows; row++)
        {
            // Rows have unused capacity, as in batches.
            int start = row * (columns + 5);
            source.Starts[row] = start;
            source.Ends[row] = start + NonZeros.Copy(
                bytes.AsSpan(row * columns, columns), 0.5f, source.Indices.Slice(start, columns + 5), source.Values.Slice(start, columns + 5));
        }

        // With capacity for full columns, and for the nonzero values alone. The second call must not depend on the first.
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
