namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// The operands of result[indices[e], j] = Σᵢ values[e]·right[i, j], where e is in row i, from places[i] to ends[i], and i ascends: the
/// product of a transposed matrix in compressed rows with a dense one, as the gradient of the weights of sparse inputs is.
/// </summary>
internal unsafe struct ScatteredProduct
{
    /// <summary>
    /// The floats of the result that are summed at a time: room for <see cref="Sums"/>. Somewhat more than a level 1 cache, since each block
    /// begins anew with every row.
    /// </summary>
    public const int SumsLength = 16384;

    /// <summary>Where each row of the left operand begins: at its first index among the rows of the result that are wanted. Moved to where they end.</summary>
    public int* Places;

    /// <summary>Where each row of the left operand ends.</summary>
    public int* Ends;

    /// <summary>The row of the result that each value goes to; ascending within a row of the left operand.</summary>
    public int* Indices;

    /// <summary>The values of the left operand.</summary>
    public float* Values;

    /// <summary>The rows of both operands.</summary>
    public int Rows;

    /// <summary>The right operand: rows of whole lines, padding included.</summary>
    public float* Right;

    /// <summary>From one row of the right operand, and of the result, to the next, in floats: up to <see cref="SumsLength"/>.</summary>
    public nint Stride;

    /// <summary>Room for sums: zeros, before and after.</summary>
    public float* Sums;
}
