namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// The operands of result[indices[e], j] = Σᵢ values[e]·right[i, j], where e runs over row i, from positions[i] to before ends[i], and i
/// ascends: the product of a transposed sparse matrix and a dense one. The gradient of weights on sparse inputs is such a product.
/// </summary>
internal unsafe struct ScatteredProduct
{
    /// <summary>
    /// The number of sums of a block: the length of <see cref="Sums"/>. Somewhat more than a level 1 cache, since each block visits every
    /// row again.
    /// </summary>
    public const int SumsLength = 16384;

    /// <summary>
    /// The position in <see cref="Values"/> of the next value of each row of the left operand. Advanced by the product past the rows it
    /// computed.
    /// </summary>
    public int* Positions;

    /// <summary>The position where each row of the left operand ends.</summary>
    public int* Ends;

    /// <summary>The row of the result that each value contributes to; ascending within a row of the left operand.</summary>
    public int* Indices;

    /// <summary>The values of the left operand.</summary>
    public float* Values;

    /// <summary>The number of rows of both operands.</summary>
    public int Rows;

    /// <summary>The right operand: rows of whole lines, padding included.</summary>
    public float* Right;

    /// <summary>
    /// The distance from one row to the next of the right operand and of the result, in floats: at most <see cref="SumsLength"/>.
    /// </summary>
    public nint Stride;

    /// <summary>Scratch memory for sums: zeros before and after the product.</summary>
    public float* Sums;
}
