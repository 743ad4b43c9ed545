namespace Microsoft.ML.Data;

/// <summary>The mappers of a chain as one.</summary>
internal sealed class RowMapperChain(DataViewSchema inputSchema, IRowToRowMapper[] mappers) : IRowToRowMapper
{
    public DataViewSchema InputSchema => inputSchema;

    public DataViewSchema OutputSchema => mappers.Length == 0 ? inputSchema : mappers[^1].OutputSchema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        for (int i = mappers.Length - 1; i >= 0; i--)
            dependingColumns = mappers[i].GetDependencies(dependingColumns);
        return dependingColumns;
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(activeColumns);
        if (input.Schema != inputSchema)
            throw new ArgumentOutOfRangeException(nameof(input), "The row is not of the schema to which the chain is bound.");
        return GetRow(input, activeColumns, mappers.Length);
    }

    // What a mapper needs of the one before it is known only once those after it have said what they need.
    private DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns, int count)
    {
        if (count == 0)
            return input;
        DataViewSchema.Column[] columns = activeColumns.ToArray();
        IRowToRowMapper last = mappers[count - 1];
        return last.GetRow(GetRow(input, last.GetDependencies(columns), count - 1), columns);
    }
}
