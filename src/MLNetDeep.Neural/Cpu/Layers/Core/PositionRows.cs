using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The positions of the rows of other activations, as rows of their own: [time, features] becomes one row of features for each time step. They
/// are those activations themselves if each position fills whole cache lines, otherwise copies.
/// </summary>
/// <param name="source">The activations.</param>
/// <param name="positions">The number of positions in each of their rows.</param>
/// <param name="width">The number of values in each position.</param>
/// <param name="team">The threads that copy.</param>
internal sealed unsafe class PositionRows(Activations source, int positions, int width, ThreadTeam team) : Activations([width])
{
    private readonly bool _isInPlace = width % AlignedBuffer.LineLength == 0;
    private Action<int>? _readTile;
    private Action<int>? _writeTile;
    private int _rows;

    /// <summary>The activations.</summary>
    public Activations Source => source;

    /// <summary>Allocates memory for so many positions, if they are copies. The source must have its memory.</summary>
    public override void EnsureRows(int rows)
    {
        if (!_isInPlace)
        {
            base.EnsureRows(rows);
        }

        FindSource();
    }

    /// <summary>Takes the positions of so many rows from the source.</summary>
    public void Read(int rows) => Copy(rows, _readTile ??= ReadTile);

    /// <summary>Puts the positions of so many rows into the source, after they were written.</summary>
    public void Write(int rows) => Copy(rows, _writeTile ??= WriteTile);

    /// <summary>Finds the memory of the source, which may have moved, before the positions are written.</summary>
    public void FindSource()
    {
        if (_isInPlace)
        {
            Pointer = source.Pointer;
            Stride = width;
        }
    }

    private void Copy(int rows, Action<int> copyTile)
    {
        FindSource();
        if (!_isInPlace)
        {
            _rows = rows;
            team.Run(RowTiles.Count(rows), (long)rows * source.Stride, copyTile);
        }
    }

    private void ReadTile(int tile)
    {
        (int first, int end) = RowTiles.Rows(tile, _rows);
        for (int row = first; row < end; row++)
        {
            ReadOnlySpan<float> values = source.Row(row);
            for (int position = 0; position < positions; position++)
            {
                values.Slice(position * width, width).CopyTo(new Span<float>(Position(row, position), width));
            }
        }
    }

    private void WriteTile(int tile)
    {
        (int first, int end) = RowTiles.Rows(tile, _rows);
        for (int row = first; row < end; row++)
        {
            Span<float> values = new(source.Pointer + ((long)row * source.Stride), source.Columns);
            for (int position = 0; position < positions; position++)
            {
                new ReadOnlySpan<float>(Position(row, position), width).CopyTo(values[(position * width)..]);
            }
        }
    }

    private float* Position(int row, int position) => Pointer + ((((long)row * positions) + position) * Stride);
}
