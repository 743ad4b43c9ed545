using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Rows;

namespace MLNetDeep;

/// <summary>A transformer that adds columns, each row's computed from that row alone. The base of all transformers here.</summary>
public abstract class RowTransformer : ITransformer
{
    private protected RowTransformer()
    {
    }

    /// <summary>True: rows can be transformed one by one, as a prediction engine does.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>The input's columns, then the added ones.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input lacks a needed column, or has it with another type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema).OutputSchema;

    /// <summary>The view with the added columns; they are computed when they are read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input lacks a needed column, or has it with another type.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new MappedView(input, CreateMapper(input.Schema));
    }

    /// <summary>The transformation of single rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input lacks a needed column, or has it with another type.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => Bind(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ArgumentNullException.ThrowIfNull(ctx);
        Save(ctx);
    }

    private protected abstract RowMapper CreateMapper(DataViewSchema inputSchema);

    private protected abstract void Save(ModelSaveContext context);

    private RowBinding Bind(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new RowBinding(CreateMapper(inputSchema));
    }
}
