using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Rows;

/// <summary>A <see cref="RowMapper"/> bound to its input: the output schema is the input's columns, then the added ones.</summary>
internal sealed class RowBinding : IRowToRowMapper
{
    private readonly RowMapper _mapper;

    public RowBinding(RowMapper mapper)
    {
        _mapper = mapper;
        var schema = new DataViewSchema.Builder();
        schema.AddColumns(mapper.InputSchema);
        schema.AddColumns(mapper.AddedColumns);
        OutputSchema = schema.ToSchema();
    }

    public DataViewSchema InputSchema => _mapper.InputSchema;

    public DataViewSchema OutputSchema { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        bool[] needed = new bool[InputSchema.Count];
        bool[] active = ActiveColumns.Of(OutputSchema, dependingColumns);
        for (int i = 0; i < active.Length; i++)
        {
            if (!active[i])
                continue;
            if (i < needed.Length)
            {
                needed[i] = true;
                continue;
            }
            foreach (DataViewSchema.Column dependency in _mapper.GetDependencies(i - needed.Length))
                needed[dependency.Index] = true;
        }
        return InputSchema.Where(c => needed[c.Index]);
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(activeColumns);
        if (input.Schema != InputSchema)
            throw new ArgumentException("The row is not of the schema to which the transformation is bound.", nameof(input));
        return Map(input, activeColumns);
    }

    /// <summary>The row over <paramref name="input"/>, without the check that it has the very schema object of the binding.</summary>
    internal MappedRow Map(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        bool[] active = ActiveColumns.Of(OutputSchema, activeColumns);
        int added = InputSchema.Count;
        Delegate?[] getters = active.AsSpan(added).Contains(true) ? _mapper.CreateGetters(input, active.AsSpan(added)) : new Delegate?[active.Length - added];
        return new MappedRow(input, OutputSchema, active, getters);
    }
}
