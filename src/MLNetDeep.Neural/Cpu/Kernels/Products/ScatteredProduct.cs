namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// The operands of the product of a transposed sparse matrix and a dense matrix, such as the weight gradient for sparse inputs:
/// result[c, j] = Σ values[e]·right[i, j] over ascending rows i and all e from positions[i] to ends[i] - 1 with indices[e] = c.
/// </summary>
internal unsafe struct ScatteredProduct
{
    /// <summary>
    /// The number of sums in a block: the length of <see cref="Sums"/>. It is somewhat more than fits in a level 1 cache, since every block
    /// must visit all rows.
    /// </summary>
    public const int SumsLength = 16384;

    /// <summary>
    /// For each row of the left operand, the position in <see cref="Values"/> of its next value. The product advances the positions past
    /// the values it has used.
    /// </summary>
    public int* Positions;

    /// <summary>The position in <see cref="Values"/> where each row of the left operand ends.</summary>
    public int* Ends;

    /// <summary>The row of the result that each value contributes to; ascending within a row of the left operand.</summary>
    public int* Indices;

    /// <summary>The values of the left operand.</summary>
    public float* Values;

    /// <summary>The number of rows of both operands.</summary>
    public int Rows;

    /// <summary>The right operand, with rows padded to whole cache lines.</summary>
    public float* Right;

    /// <summary>
    /// The row stride of the right operand and of the result, in floats; at most <see cref="SumsLength"/>.
    /// </summary>
    public nint Stride;

    /// <summary>Scratch memory for sums, which must be 0 before the product and is 0 after it.</summary>
    public float* Sums;
}
