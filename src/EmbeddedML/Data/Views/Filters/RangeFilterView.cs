namespace Microsoft.ML.Data;

/// <summary>The rows of a view whose number lies in a range, or outside of it. Rows without a number, NaN, are in neither.</summary>
internal class RangeFilterView(IDataView input, RowNumber number, NumberRange range, bool complement = false) : FilterView(input)
{
    protected override IEnumerable<DataViewSchema.Column> ConditionColumns => [number.Column];

    protected override Func<bool> CreateCondition(DataViewRowCursor cursor)
    {
        Func<double> current = number.CreateGetter(cursor);
        return complement ? () => range.Excludes(current()) : () => range.Contains(current());
    }
}
