using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace MLNetDeep.Rows;

/// <summary>Computes the columns that a row transformer adds to the rows of one input schema.</summary>
internal abstract class RowMapper(DataViewSchema inputSchema) : RowMapping
{
    /// <summary>The schema of the input rows.</summary>
    public DataViewSchema InputSchema { get; } = inputSchema;

    /// <summary>The added columns, in output order.</summary>
    public abstract IReadOnlyList<DataViewSchema.DetachedColumn> AddedColumns { get; }

    /// <summary>Whether the added columns always come last. If false, an added column follows the column that it hides.</summary>
    public virtual bool AppendsColumnsLast => false;

    /// <summary>Returns the input columns that the added column at an index is computed from.</summary>
    public abstract IEnumerable<DataViewSchema.Column> GetDependencies(int addedColumn);

    /// <summary>
    /// Creates the getters of the added columns; null for columns that are not active. The getters own their buffers, so that several
    /// rows can be open at once on different threads.
    /// </summary>
    /// <param name="input">A row of <see cref="InputSchema"/> in which the dependencies of the active columns are active.</param>
    /// <param name="active">Which of the added columns will be read.</param>
    /// <param name="resources">Receives what must be disposed with the row.</param>
    public abstract Delegate?[] CreateGetters(DataViewRow input, ReadOnlySpan<bool> active, ICollection<IDisposable> resources);

    /// <summary>Creates a byte reader for an added column. Default null: the column's values are not bytes times a scale.</summary>
    /// <param name="addedColumn">The index of the column among the added columns.</param>
    /// <param name="input">A row in which the column's dependencies are active.</param>
    public virtual IByteReader? CreateByteReader(int addedColumn, DataViewRow input) => null;

    /// <summary>
    /// Computes the added columns for many rows at a time. Default null: computing rows together is not faster.
    /// </summary>
    public virtual IRowBatchMapper? BatchMapper => null;

    public override IRowToRowMapper Bind() => new RowBinding(this);

    public override TransformedView CreateView(IDataView input, string component, IHostEnvironment? host) =>
        new MappedView(input, this, component, host);
}
