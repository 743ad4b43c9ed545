using Microsoft.ML;

namespace MLNetDeep.Rows;

/// <summary>The columns that a transformation of single rows adds to rows of one schema, and how they are computed.</summary>
internal abstract class RowMapper(DataViewSchema inputSchema)
{
    /// <summary>The schema of the rows that go in.</summary>
    public DataViewSchema InputSchema { get; } = inputSchema;

    /// <summary>The columns that are added, in their order.</summary>
    public abstract IReadOnlyList<DataViewSchema.DetachedColumn> AddedColumns { get; }

    /// <summary>Whether the added columns come after all others even where they hide one, as the columns of scores do.</summary>
    public virtual bool AppendsAll => false;

    /// <summary>The input columns that are needed to compute the added column at a position.</summary>
    public abstract IEnumerable<DataViewSchema.Column> GetDependencies(int addedColumn);

    /// <summary>
    /// The getters of the added columns over a row; null for those that are not active. What they need for scratch
    /// belongs to them, so that several rows can be open at once on different threads.
    /// </summary>
    /// <param name="input">A row of <see cref="InputSchema"/> in which the dependencies of the active columns are active.</param>
    /// <param name="active">Which of the added columns will be read.</param>
    public abstract Delegate?[] CreateGetters(DataViewRow input, ReadOnlySpan<bool> active);

    /// <summary>Reads an added column as bytes. Default null: its values are not bytes times a scale.</summary>
    /// <param name="addedColumn">The position of the column among the added ones.</param>
    /// <param name="input">A row in which the column's dependencies are active.</param>
    public virtual IByteReader? CreateByteReader(int addedColumn, DataViewRow input) => null;

    /// <summary>
    /// What computes the added columns for many rows at a time, and how many. Default null: rows gain nothing from being computed together.
    /// </summary>
    public virtual IRowBatchMapper? BatchMapper => null;
}
