namespace Microsoft.ML.Data;

/// <summary>The blocks of rows that several cursors share. A cursor's first one is the next that none has taken.</summary>
/// <param name="cursors">The number of cursors.</param>
internal sealed class RowBlocks(int cursors)
{
    /// <summary>The rows of a block.</summary>
    public const int Size = 64;

    private long _lastTaken = -1;

    /// <summary>The block that a cursor reads after <paramref name="block"/>, which is -1 where it has read none.</summary>
    public long After(long block) => block < 0 ? Interlocked.Increment(ref _lastTaken) : block + cursors;
}
