namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>One occurrence of a row of a lookup table in a batch.</summary>
/// <param name="Row">The row, counted from the first row of its tile of the table.</param>
/// <param name="Vector">The offset of the gradient at this occurrence, in floats.</param>
internal readonly record struct TableOccurrence(int Row, int Vector);
