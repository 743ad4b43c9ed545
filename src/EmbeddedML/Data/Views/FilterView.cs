using MLNetDeep.Rows;

namespace Microsoft.ML.Data;

/// <summary>The rows of a view that meet a condition, in their order.</summary>
internal abstract class FilterView(IDataView input) : IDataView
{
    protected IDataView Input { get; } = input;

    public DataViewSchema Schema => Input.Schema;

    public virtual bool CanShuffle => Input.CanShuffle;

    public virtual long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        bool[] active = ActiveColumns.Of(Schema, columnsNeeded);
        return Filter(Input.GetRowCursor(InputColumns(active), CanShuffle ? rand : null), active);
    }

    public virtual DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        bool[] active = ActiveColumns.Of(Schema, columnsNeeded);
        DataViewRowCursor[] cursors = Input.GetRowCursorSet(InputColumns(active), n, CanShuffle ? rand : null);
        return Array.ConvertAll(cursors, cursor => (DataViewRowCursor)Filter(cursor, active));
    }

    /// <summary>The columns that the condition reads.</summary>
    protected virtual IEnumerable<DataViewSchema.Column> ConditionColumns => [];

    /// <summary>Whether ML.NET computes a column for the condition: its cursors then call an inactive column another kind of error.</summary>
    protected virtual bool IsComputed => false;

    /// <summary>The condition for the row on which <paramref name="cursor"/> stands; it is asked once for each row, in order.</summary>
    protected abstract Func<bool> CreateCondition(DataViewRowCursor cursor);

    private FilterCursor Filter(DataViewRowCursor cursor, bool[] active) => new(cursor, active, IsComputed, CreateCondition(cursor));

    private IEnumerable<DataViewSchema.Column> InputColumns(bool[] active)
        => Schema.Where(c => active[c.Index]).Concat(ConditionColumns.Where(c => !active[c.Index]));
}
