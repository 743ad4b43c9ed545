namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// The operands of result[i, j] = Σₑ values[e]·right[indices[e], j], e from starts[i] to ends[i], ascending: a product whose left operand
/// is stored as compressed sparse rows.
/// </summary>
internal unsafe struct SparseProduct
{
    /// <summary>The position in <see cref="Values"/> where each row of the left operand begins.</summary>
    public int* Starts;

    /// <summary>The position where each row of the left operand ends.</summary>
    public int* Ends;

    /// <summary>The row of the right operand that each value is multiplied with.</summary>
    public int* Indices;

    /// <summary>The values of the left operand.</summary>
    public float* Values;

    /// <summary>The right operand: rows of whole lines, padding included.</summary>
    public float* Right;

    /// <summary>The distance from one row of the right operand to the next, in floats.</summary>
    public nint RightStride;

    /// <summary>The distance from one row of the result to the next, in floats.</summary>
    public nint ResultStride;
}
