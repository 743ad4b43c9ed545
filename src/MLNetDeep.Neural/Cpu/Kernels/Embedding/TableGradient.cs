namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// The gradient of a lookup table, not yet summed: the gradient of table row r is the sum of the vectors at <see cref="Gradient"/> +
/// offset, over the offsets from <see cref="Ends"/>[r] - <see cref="Counts"/>[r] to <see cref="Ends"/>[r] - 1, in this order.
/// </summary>
internal unsafe struct TableGradient
{
    /// <summary>The rows of the table to update; null for all rows in order.</summary>
    public int* Rows;

    /// <summary>For each row of the table, the number of its occurrences in the batch.</summary>
    public int* Counts;

    /// <summary>For each row of the table that occurs, the end of its offsets.</summary>
    public int* Ends;

    /// <summary>The offsets of the vectors, in floats.</summary>
    public int* Offsets;

    /// <summary>The vectors to sum, each of <see cref="Columns"/> floats.</summary>
    public float* Gradient;

    /// <summary>The number of values in a row.</summary>
    public int Columns;

    /// <summary>The row stride of the table, in floats: whole cache lines.</summary>
    public int Stride;
}
