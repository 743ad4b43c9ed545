using Microsoft.ML.Data;
using MLNetDeep.Rows;

namespace Microsoft.ML.Transforms;

/// <summary>A selection of columns, bound to a schema.</summary>
internal sealed class SelectedColumns : IRowToRowMapper
{
    private readonly IReadOnlyList<DataViewSchema.Column> _sources;

    public SelectedColumns(DataViewSchema inputSchema, ColumnSelection selection)
    {
        InputSchema = inputSchema;
        _sources = selection.Select(inputSchema);
        var schema = new DataViewSchema.Builder();
        schema.AddColumns(_sources);
        OutputSchema = schema.ToSchema();
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        bool[] active = ActiveColumns.Of(OutputSchema, dependingColumns);
        return InputSchema.Where(c => Enumerable.Range(0, active.Length).Any(i => active[i] && _sources[i].Index == c.Index));
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(activeColumns);
        if (input.Schema != InputSchema)
            throw new InvalidOperationException("The row is not of the schema to which the transformation is bound.");
        return Map(input);
    }

    internal SelectedColumnsRow Map(DataViewRow input) => new(input, OutputSchema, _sources);
}
