namespace Microsoft.ML.Data;

/// <summary>One part of a split by the numbers that <see cref="SamplingKeys"/> makes of a column.</summary>
internal sealed class SamplingKeySplitView(IDataView input, RowNumber number, NumberRange range, bool complement)
    : RangeFilterView(input, number, range, complement)
{
    protected override bool IsComputed => true;
}
