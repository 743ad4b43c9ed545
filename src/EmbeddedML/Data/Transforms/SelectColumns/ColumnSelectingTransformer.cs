using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Keeps some columns, or drops some.</summary>
public sealed class ColumnSelectingTransformer : ITransformer
{
    private readonly ColumnSelection _selection;

    internal ColumnSelectingTransformer(IHostEnvironment env, ColumnSelection selection)
    {
        env.Register(nameof(ColumnSelectingTransformer));
        if (selection.Names is not { Length: > 0 })
            throw new InvalidOperationException("At least one column must be named to select columns.");
        _selection = selection;
    }

    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>The schema of the columns that stay.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no column of one of the names.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new SelectedColumns(inputSchema, _selection).OutputSchema;
    }

    /// <summary>The view of the columns that stay.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no column of one of the names.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new SelectedColumnsView(input, new SelectedColumns(input.Schema, _selection));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new SelectedColumns(inputSchema, _selection);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ArgumentNullException.ThrowIfNull(ctx);
        ColumnSelectionFormat.Save(ctx, _selection);
    }
}
