using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace MLNetDeep;

/// <summary>Base class of MLNetDeep's transformers. Adds columns that are computed from each row alone.</summary>
public abstract class RowTransformer : ITransformer
{
    private protected RowTransformer()
    {
    }

    /// <summary>True: rows can be transformed one by one, as a prediction engine does.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>The host whose cancellation ends a pass over a view that this transformer returned; null if there is none.</summary>
    internal IHostEnvironment? Host { get; set; }

    /// <summary>Returns the input schema with the added columns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A needed input column is missing or has the wrong type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => GetRowToRowMapper(inputSchema).OutputSchema;

    /// <summary>Returns a view with the added columns, which are computed as rows are read.</summary>
    /// <remarks>
    /// If the execution of the MLContext is cancelled while rows are read, the next row throws <see cref="OperationCanceledException"/>.
    /// A pass that begins later is not affected.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">A needed input column is missing or has the wrong type.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return CreateMapper(input.Schema).CreateView(input, GetType().Name, Host);
    }

    /// <summary>Returns the mapper for single rows, as a prediction engine uses it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A needed input column is missing or has the wrong type.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return CreateMapper(inputSchema).Bind();
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ArgumentNullException.ThrowIfNull(ctx);
        Save(ctx);
    }

    private protected abstract RowMapping CreateMapper(DataViewSchema inputSchema);

    private protected abstract void Save(ModelSaveContext context);
}
