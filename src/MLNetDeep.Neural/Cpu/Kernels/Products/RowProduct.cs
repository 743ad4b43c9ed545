namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// The operands of result[i, j] = Σₖ left[i, k]·right[j, k]: the products of all pairs of a left and a right row. It suits short matrices with
/// long rows, such as the values of a few units for many examples.
/// </summary>
internal unsafe struct RowProduct
{
    /// <summary>The left operand.</summary>
    public float* Left;

    /// <summary>The row stride of the left operand, in floats.</summary>
    public nint LeftStride;

    /// <summary>The number of rows of the left operand and of the result.</summary>
    public int LeftRows;

    /// <summary>The right operand.</summary>
    public float* Right;

    /// <summary>The row stride of the right operand, in floats.</summary>
    public nint RightStride;

    /// <summary>The number of rows of the right operand, and of columns of the result.</summary>
    public int RightRows;

    /// <summary>The row stride of the result, in floats.</summary>
    public nint ResultStride;

    /// <summary>The number of terms k of each sum: the length of a row, a multiple of a cache line.</summary>
    public int Depth;
}
