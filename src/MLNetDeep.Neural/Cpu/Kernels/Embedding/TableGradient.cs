namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// The gradient of a tile of a lookup table: consecutive rows. It is not yet summed: the gradient of a row is the sum of the vectors at its
/// occurrences, in the order of their list.
/// </summary>
internal unsafe struct TableGradient
{
    /// <summary>The occurrences of the tile's rows.</summary>
    public TableOccurrence* Occurrences;

    /// <summary>The number of occurrences.</summary>
    public int Count;

    /// <summary>The vectors to sum, each of <see cref="Columns"/> floats.</summary>
    public float* Vectors;

    /// <summary>Memory for the sums, with the row stride of the table. It is 0 before and after an update.</summary>
    public float* Sums;

    /// <summary>Memory for the list of rows that occur: one number more than there are rows.</summary>
    public int* List;

    /// <summary>Memory that tells which rows are listed: a byte for each cache line of the tile. It is 0 before and after an update.</summary>
    public byte* IsListed;

    /// <summary>The offset of the tile in the table, in floats.</summary>
    public nint Origin;

    /// <summary>The number of rows in the tile.</summary>
    public int Rows;

    /// <summary>The number of values in a row.</summary>
    public int Columns;

    /// <summary>The row stride of the table, in floats: whole cache lines.</summary>
    public int Stride;
}
