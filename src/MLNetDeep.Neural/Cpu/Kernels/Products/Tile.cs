namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// A rectangle of a matrix, ends excluded. Columns begin and end at multiples of <see cref="AlignedBuffer.LineLength"/>, padding included.
/// </summary>
internal readonly record struct Tile(int FirstRow, int EndRow, int FirstColumn, int EndColumn);
