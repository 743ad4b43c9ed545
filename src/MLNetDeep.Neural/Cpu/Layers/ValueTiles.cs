using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Divides the values of a batch, padding included, into tiles of whole cache lines for operations on single values. Unlike
/// <see cref="RowTiles"/>, it also shares a few large rows, such as pictures, among many threads.
/// </summary>
/// <param name="values">The number of values: a multiple of a cache line.</param>
internal readonly struct ValueTiles(long values)
{
    private const int SmallestTile = 2048;
    private const int LargestTile = 8192;
    private const int WantedTiles = 32;

    private readonly int _length = (int)Math.Clamp(values / WantedTiles / AlignedBuffer.LineLength * AlignedBuffer.LineLength, SmallestTile, LargestTile);

    /// <summary>The number of tiles.</summary>
    public int Count => (int)((values + _length - 1) / _length);

    /// <summary>The position and number of a tile's values.</summary>
    /// <param name="tile">The zero-based tile index.</param>
    public (long Offset, int Count) Extent(int tile)
    {
        long offset = (long)tile * _length;
        return (offset, (int)Math.Min(_length, values - offset));
    }
}
