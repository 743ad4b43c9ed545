namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// The operands of result[i, j] = Σₖ left[i, k]·right[k, j], k ascending. The strides of the left operand are free, so it may be
/// transposed, or (with both strides 0) a single number repeated.
/// </summary>
internal unsafe struct DenseProduct
{
    /// <summary>The left operand.</summary>
    public float* Left;

    /// <summary>The distance from one row of the left operand to the next, in floats.</summary>
    public nint LeftRowStride;

    /// <summary>The distance from one k of the left operand to the next, in floats.</summary>
    public nint LeftDepthStride;

    /// <summary>The right operand: rows of whole lines, padding included.</summary>
    public float* Right;

    /// <summary>The distance from one k of the right operand to the next, in floats.</summary>
    public nint RightStride;

    /// <summary>The distance from one row of the result to the next, in floats.</summary>
    public nint ResultStride;

    /// <summary>The number of terms k of each sum.</summary>
    public int Depth;
}
