using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>The operands of a pooling kernel for one row, whose values have the order [height, width, channels].</summary>
internal unsafe struct PoolingArguments
{
    /// <summary>The windows along the height.</summary>
    public PoolingAxis Height;

    /// <summary>The windows along the width.</summary>
    public PoolingAxis Width;

    /// <summary>The number of channels.</summary>
    public int Channels;

    /// <summary>The number of columns that count: those after them are in no window.</summary>
    public int UsedWidth;

    /// <summary>The input row; in a gradient kernel, the row that receives its gradient.</summary>
    public float* Input;

    /// <summary>The output row; in a gradient kernel, its gradient.</summary>
    public float* Output;

    /// <summary>
    /// For each maximum, its position in its window with padding, row by row; -1 if the window has no values. Null if it is not needed.
    /// </summary>
    public float* Places;

    /// <summary>Whether the windows are 2 x 2 values side by side, all of which count.</summary>
    public readonly bool ArePairs => Height.ArePairs && Width.ArePairs && UsedWidth >= 2 * Width.Output;

    /// <summary>Whether no value is in two windows.</summary>
    public readonly bool AreDisjoint => Height.IsDisjoint && Width.IsDisjoint;

    /// <summary>Sets the gradient of all values to 0, unless each of them is in a window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void ClearGaps()
    {
        if (!Height.IsCovered || !Width.IsCovered || UsedWidth < Width.Input)
        {
            new Span<float>(Input, Height.Input * Width.Input * Channels).Clear();
        }
    }

    /// <summary>Returns the part of the input that is in a window.</summary>
    /// <param name="row">The window's row.</param>
    /// <param name="column">The window's column.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly PoolingWindow Window(int row, int column)
    {
        int y = Height.First[row], x = Width.First[column];
        return new PoolingWindow
        {
            Corner = Input + ((((nint)y * Width.Input) + x) * Channels),
            Rows = Height.End[row] - y,
            Columns = Math.Min(Width.End[column], UsedWidth) - x,
            FirstPlace = ((y - Height.Begin[row]) * Width.Kernel) + x - Width.Begin[column],
        };
    }
}
