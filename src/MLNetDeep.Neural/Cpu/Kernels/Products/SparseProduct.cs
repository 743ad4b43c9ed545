namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// The operands of result[i, j] = Σₑ values[e]·right[indices[e], j], e from starts[i] to ends[i], ascending: a product whose left operand
/// is in compressed rows.
/// </summary>
internal unsafe struct SparseProduct
{
    /// <summary>Where each row of the left operand begins.</summary>
    public int* Starts;

    /// <summary>Where each row of the left operand ends.</summary>
    public int* Ends;

    /// <summary>The row of the right operand that each value multiplies.</summary>
    public int* Indices;

    /// <summary>The values of the left operand.</summary>
    public float* Values;

    /// <summary>The right operand: rows of whole lines, padding included.</summary>
    public float* Right;

    /// <summary>From one row of the right operand to the next, in floats.</summary>
    public nint RightStride;

    /// <summary>From one row of the result to the next, in floats.</summary>
    public nint ResultStride;
}
