namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// The operands of result[i, j] = Σₖ left[i, k]·right[k, j], k ascending. Any strides of the left operand are allowed, so it may
/// be transposed, or be a single repeated number (both strides 0).
/// </summary>
internal unsafe struct DenseProduct
{
    /// <summary>The left operand.</summary>
    public float* Left;

    /// <summary>The row stride of the left operand, in floats.</summary>
    public nint LeftRowStride;

    /// <summary>The distance between left[i, k] and left[i, k + 1], in floats.</summary>
    public nint LeftDepthStride;

    /// <summary>The right operand, with rows padded to whole cache lines.</summary>
    public float* Right;

    /// <summary>The row stride of the right operand, in floats.</summary>
    public nint RightStride;

    /// <summary>The row stride of the result, in floats.</summary>
    public nint ResultStride;

    /// <summary>The number of terms k of each sum.</summary>
    public int Depth;
}
