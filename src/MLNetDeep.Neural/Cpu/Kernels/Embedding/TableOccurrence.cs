namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>One occurrence of a row of a lookup table in a batch.</summary>
/// <param name="Row">The offset of the row in its tile of the table, in floats.</param>
/// <param name="Vector">The offset of the gradient at this occurrence, in floats.</param>
internal readonly record struct TableOccurrence(int Row, int Vector);
