using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Rows;

/// <summary>
/// Binds a <see cref="RowMapper"/> to its input: the output schema has the input columns and the added columns. An added column comes
/// right after the last column of the same name, which it hides; if there is none, it comes at the end.
/// </summary>
internal sealed class RowBinding : IRowToRowMapper
{
    private readonly RowMapper _mapper;

    // For each output column: the index of the input column, or the bitwise complement of the index of the added column.
    private readonly int[] _origins;

    public RowBinding(RowMapper mapper)
    {
        _mapper = mapper;
        IReadOnlyList<DataViewSchema.DetachedColumn> added = mapper.AddedColumns;
        _origins = ArrangeColumns(mapper, added);
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
        bool[] active = ActiveColumns.CreateMask(OutputSchema, dependingColumns);
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
            throw new InvalidOperationException("The row's schema is not the schema that the transformation is bound to.");
        }

        return Map(input, activeColumns);
    }

    /// <summary>Maps <paramref name="input"/> without checking that its schema is the same object as the bound schema.</summary>
    internal MappedRow Map(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        bool[] added = GetActiveAdded(ActiveColumns.CreateMask(OutputSchema, activeColumns));
        List<IDisposable> resources = [];
        try
        {
            Delegate?[] getters = added.Contains(true) ? _mapper.CreateGetters(input, added, resources) : new Delegate?[added.Length];
            return new MappedRow(input, OutputSchema, _origins, getters, _mapper, resources);
        }
        catch
        {
            resources.ForEach(resource => resource.Dispose());
            throw;
        }
    }

    /// <summary>
    /// Maps the rows of a cursor, reading ahead if the mapper computes batches faster. Returns the cursor to move and its mapped row.
    /// </summary>
    internal (DataViewRowCursor Cursor, MappedRow Row) MapCursor(DataViewRowCursor input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        bool[] active = ActiveColumns.CreateMask(OutputSchema, activeColumns);
        bool[] added = GetActiveAdded(active);
        if (added.Contains(true) && _mapper.BatchMapper is { PreferredBatchSize: > 1 } mapper)
        {
            IEnumerable<DataViewSchema.Column> passedThrough = _origins.Where((origin, i) => origin >= 0 && active[i]).Select(origin => InputSchema[origin]);
            IRowBatch batch = mapper.CreateBatch(input);
            try
            {
                if (ReadAheadCursor.TryCreate(input, passedThrough, batch, mapper.PreferredBatchSize) is { } ahead)
                {
                    Delegate?[] getters = batch.CreateGetters(added, ahead.CurrentSlot);
                    return (ahead, new MappedRow(ahead, OutputSchema, _origins, getters, _mapper, []));
                }
            }
            catch
            {
                batch.Dispose();
                throw;
            }

            batch.Dispose();
        }

        return (input, Map(input, activeColumns));
    }

    private bool[] GetActiveAdded(bool[] active)
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

    private static int[] ArrangeColumns(RowMapper mapper, IReadOnlyList<DataViewSchema.DetachedColumn> added)
    {
        List<int> origins = [.. Enumerable.Range(0, mapper.InputSchema.Count)];
        for (int i = 0; i < added.Count; i++)
        {
            string name = added[i].Name;
            int hidden = mapper.AppendsColumnsLast ? -1 : origins.FindLastIndex(o => (o >= 0 ? mapper.InputSchema[o].Name : added[~o].Name) == name);
            origins.Insert(hidden < 0 ? origins.Count : hidden + 1, ~i);
        }

        return [.. origins];
    }
}
