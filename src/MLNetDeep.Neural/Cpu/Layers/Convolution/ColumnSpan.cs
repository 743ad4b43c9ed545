namespace MLNetDeep.Neural.Cpu;

/// <summary>Filters of one group that lie in one panel of the weights.</summary>
/// <param name="Group">The group.</param>
/// <param name="First">The first filter.</param>
/// <param name="Count">The number of filters.</param>
/// <param name="Offset">The offset of the first filter's first weight, in floats.</param>
/// <param name="Stride">The row stride of the panel, in floats.</param>
/// <param name="WeightRows">The offset of each row of weights.</param>
internal sealed record ColumnSpan(int Group, int First, int Count, int Offset, int Stride, IndexTable WeightRows);
