using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Rows;

/// <summary>
/// A <see cref="RowMapper"/> bound to its input: the output schema is the input's columns and the added ones. An added
/// column comes right after the last one of its name, which it hides, and at the end where there is none.
/// </summary>
internal sealed class RowBinding : IRowToRowMapper
{
    private readonly RowMapper _mapper;

    // For each output column the input column that it is, or the complement of the added one.
    private readonly int[] _origins;

    public RowBinding(RowMapper mapper)
    {
        _mapper = mapper;
        IReadOnlyList<DataViewSchema.DetachedColumn> added = mapper.AddedColumns;
        _origins = Arrange(mapper, added);
        DataViewSchema.Builder schema = new();
        foreach (int origin in _origins)
        {
            DataViewSchema.DetachedColumn column = origin >= 0 ? new DataViewSchema.DetachedColumn(InputSchema[origin]) : added[~origin];
            schema.AddColumn(column.Name, column.Type, column.Annotations);
        }

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
            {
                continue;
            }

            if (_origins[i] >= 0)
            {
                needed[_origins[i]] = true;
                continue;
            }

            foreach (DataViewSchema.Column dependency in _mapper.GetDependencies(~_origins[i]))
            {
                needed[dependency.Index] = true;
            }
        }

        return InputSchema.Where(c => needed[c.Index]);
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(activeColumns);
        if (input.Schema != InputSchema)
        {
            throw new InvalidOperationException("The row is not of the schema to which the transformation is bound.");
        }

        return Map(input, activeColumns);
    }

    /// <summary>The row over <paramref name="input"/>, without the check that it has the very schema object of the binding.</summary>
    internal MappedRow Map(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        bool[] added = ActiveAdded(ActiveColumns.Of(OutputSchema, activeColumns));
        Delegate?[] getters = added.Contains(true) ? _mapper.CreateGetters(input, added) : new Delegate?[added.Length];
        return new MappedRow(input, OutputSchema, _origins, getters, _mapper);
    }

    /// <summary>The rows of a cursor, read ahead where the mapper gains by it, and the cursor to move.</summary>
    internal (DataViewRowCursor Cursor, MappedRow Row) MapCursor(DataViewRowCursor input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        bool[] active = ActiveColumns.Of(OutputSchema, activeColumns);
        bool[] added = ActiveAdded(active);
        if (added.Contains(true) && _mapper.BatchMapper is { PreferredBatch: > 1 } mapper)
        {
            IEnumerable<DataViewSchema.Column> handedOn = _origins.Where((origin, i) => origin >= 0 && active[i]).Select(origin => InputSchema[origin]);
            IRowBatch batch = mapper.CreateBatch(input);
            if (ReadAheadCursor.TryCreate(input, handedOn, batch, mapper.PreferredBatch) is { } ahead)
            {
                return (ahead, new MappedRow(ahead, OutputSchema, _origins, batch.CreateGetters(added, ahead.CurrentSlot), _mapper));
            }
        }

        return (input, Map(input, activeColumns));
    }

    private bool[] ActiveAdded(bool[] active)
    {
        bool[] added = new bool[_origins.Length - InputSchema.Count];
        for (int i = 0; i < active.Length; i++)
        {
            if (_origins[i] < 0)
            {
                added[~_origins[i]] = active[i];
            }
        }

        return added;
    }

    private static int[] Arrange(RowMapper mapper, IReadOnlyList<DataViewSchema.DetachedColumn> added)
    {
        List<int> origins = [.. Enumerable.Range(0, mapper.InputSchema.Count)];
        for (int i = 0; i < added.Count; i++)
        {
            string name = added[i].Name;
            int same = mapper.AppendsAll ? -1 : origins.FindLastIndex(o => (o >= 0 ? mapper.InputSchema[o].Name : added[~o].Name) == name);
            origins.Insert(same < 0 ? origins.Count : same + 1, ~i);
        }

        return [.. origins];
    }
}
