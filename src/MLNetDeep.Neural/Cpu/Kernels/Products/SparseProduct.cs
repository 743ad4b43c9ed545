namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// The operands of a product whose left operand is stored as compressed sparse rows:
/// result[i, j] = Σₑ values[e]·right[indices[e], j] for ascending e from starts[i] to ends[i] - 1.
/// </summary>
internal unsafe struct SparseProduct
{
    /// <summary>The position in <see cref="Values"/> where each row of the left operand begins.</summary>
    public int* Starts;

    /// <summary>The position in <see cref="Values"/> where each row of the left operand ends.</summary>
    public int* Ends;

    /// <summary>The row of the right operand by which each value is multiplied.</summary>
    public int* Indices;

    /// <summary>The values of the left operand.</summary>
    public float* Values;

    /// <summary>The right operand, with rows padded to whole cache lines.</summary>
    public float* Right;

    /// <summary>The row stride of the right operand, in floats.</summary>
    public nint RightStride;

    /// <summary>The row stride of the result, in floats.</summary>
    public nint ResultStride;
}
