using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Makes one view of another.</summary>
public interface ITransformer : ICanSaveModel
{
    /// <summary>Whether each output row comes from exactly one input row, so that <see cref="GetRowToRowMapper"/> can be called.</summary>
    bool IsRowToRowMapper { get; }

    /// <summary>The schema of what this transformer makes of data of the schema <paramref name="inputSchema"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input lacks a needed column or has it with another type.</exception>
    DataViewSchema GetOutputSchema(DataViewSchema inputSchema);

    /// <summary>The view of the transformed rows; they are computed when they are read.</summary>
    IDataView Transform(IDataView input);

    /// <summary>The transformation of single rows of the schema <paramref name="inputSchema"/>.</summary>
    /// <exception cref="InvalidOperationException"><see cref="IsRowToRowMapper"/> is false.</exception>
    IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema);
}
