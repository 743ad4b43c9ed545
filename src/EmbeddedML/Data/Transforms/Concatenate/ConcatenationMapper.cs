using MLNetDeep.Rows;

namespace Microsoft.ML.Data;

/// <summary>Computes the vector columns of a concatenation.</summary>
internal sealed class ConcatenationMapper : RowMapper
{
    private readonly ConcatenatedColumn[] _columns;

    public ConcatenationMapper(DataViewSchema inputSchema, IReadOnlyList<Concatenation> concatenations) : base(inputSchema)
    {
        _columns = concatenations.Select(concatenation => new ConcatenatedColumn(inputSchema, concatenation)).ToArray();
        AddedColumns = Array.ConvertAll(_columns, column => column.Describe());
    }

    public override IReadOnlyList<DataViewSchema.DetachedColumn> AddedColumns { get; }

    public override IEnumerable<DataViewSchema.Column> GetDependencies(int addedColumn) => _columns[addedColumn].Sources;

    public override Delegate?[] CreateGetters(DataViewRow input, ReadOnlySpan<bool> active)
    {
        var getters = new Delegate?[active.Length];
        for (int i = 0; i < active.Length; i++)
        {
            if (active[i])
                getters[i] = _columns[i].CreateGetter(input);
        }
        return getters;
    }
}
