namespace Microsoft.ML.Data;

/// <summary>A column's reals, after a normalizer that was fitted to them.</summary>
internal sealed class NormalizedNumber(DataViewSchema.Column column, IRowToRowMapper normalizer, string normalizedColumn) : RowNumber(column)
{
    public override Func<double> CreateGetter(DataViewRow row)
    {
        DataViewSchema.Column output = normalizer.OutputSchema[normalizedColumn];
        return RealGetter(normalizer.GetRow(row, [output]), output);
    }
}
