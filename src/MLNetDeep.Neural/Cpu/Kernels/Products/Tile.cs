namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// A rectangle of a matrix; the end row and end column are excluded. Columns, padding included, begin and end at multiples of
/// <see cref="AlignedBuffer.LineLength"/>.
/// </summary>
internal readonly record struct Tile(int FirstRow, int EndRow, int FirstColumn, int EndColumn);
