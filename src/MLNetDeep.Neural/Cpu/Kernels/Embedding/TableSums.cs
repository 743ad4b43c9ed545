namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>The gradients of some consecutive rows of a lookup table: for each row the sum over its occurrences in the batch.</summary>
internal unsafe struct TableSums
{
    /// <summary>The sums, with the row stride of the table.</summary>
    public float* Sums;

    /// <summary>The rows to update, counted from the first row; null for all rows in order.</summary>
    public int* List;

    /// <summary>The number of rows to update.</summary>
    public int Count;

    /// <summary>The offset of the first row in the table, in floats.</summary>
    public nint Origin;

    /// <summary>The number of values in a row.</summary>
    public int Columns;

    /// <summary>The row stride of the table, in floats: whole cache lines.</summary>
    public int Stride;
}
