namespace Microsoft.ML.Data;

/// <summary>The rows that one of several cursors delivers: every n-th block of so many rows. A block is a batch.</summary>
/// <param name="rowCount">The number of rows of all cursors.</param>
/// <param name="first">The first block of this cursor.</param>
/// <param name="step">The number of cursors.</param>
internal sealed class RowBlocks(long rowCount, int first, int step)
{
    private const int BlockSize = 256;

    private long _next;

    /// <summary>The block of the current row.</summary>
    public long Block { get; private set; } = first;

    /// <summary>The next row, or -1 at the end.</summary>
    public long Next()
    {
        if (_next == BlockSize)
        {
            _next = 0;
            Block += step;
        }
        long row = (Block * BlockSize) + _next++;
        return row < rowCount ? row : -1;
    }
}
