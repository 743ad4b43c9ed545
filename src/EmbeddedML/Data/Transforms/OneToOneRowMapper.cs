using MLNetDeep.Rows;

namespace Microsoft.ML.Data;

/// <summary>Computes columns each of which depends on one input column.</summary>
internal abstract class OneToOneRowMapper : RowMapper
{
    private readonly DataViewSchema.Column[] _inputs;
    private DataViewSchema.DetachedColumn[]? _added;

    /// <exception cref="ArgumentOutOfRangeException">The schema lacks one of the input columns.</exception>
    protected OneToOneRowMapper(DataViewSchema inputSchema, IReadOnlyList<InputOutputColumnPair> columns) : base(inputSchema)
    {
        Columns = columns;
        _inputs = new DataViewSchema.Column[columns.Count];
        for (int i = 0; i < _inputs.Length; i++)
        {
            string name = columns[i].InputColumnName;
            _inputs[i] = ColumnErrors.Find(inputSchema, nameof(inputSchema), "input", name);
        }
    }

    public sealed override IReadOnlyList<DataViewSchema.DetachedColumn> AddedColumns
        => _added ??= Enumerable.Range(0, Columns.Count).Select(DescribeOutput).ToArray();

    protected IReadOnlyList<InputOutputColumnPair> Columns { get; }

    /// <summary>The input columns, in the order of the outputs that are made from them.</summary>
    protected IReadOnlyList<DataViewSchema.Column> Inputs => _inputs;

    public sealed override IEnumerable<DataViewSchema.Column> GetDependencies(int addedColumn) => [_inputs[addedColumn]];

    public sealed override Delegate?[] CreateGetters(DataViewRow input, ReadOnlySpan<bool> active)
    {
        var getters = new Delegate?[active.Length];
        for (int i = 0; i < active.Length; i++)
        {
            if (active[i])
                getters[i] = CreateGetter(input, i);
        }
        return getters;
    }

    /// <summary>The name, type and annotations of an output column.</summary>
    protected abstract DataViewSchema.DetachedColumn DescribeOutput(int column);

    /// <summary>The getter of an output column.</summary>
    protected abstract Delegate CreateGetter(DataViewRow input, int column);
}
