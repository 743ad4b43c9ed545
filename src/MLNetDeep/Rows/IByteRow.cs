using Microsoft.ML;

namespace MLNetDeep.Rows;

/// <summary>
/// A row or cursor whose vector columns may be readable as bytes. Implemented by cursors over image files and by rows with added columns.
/// ML.NET's own cursors do not implement it, so behind them columns are read as floats.
/// </summary>
internal interface IByteRow
{
    /// <summary>Returns the byte reader of a column; null if the column's values are not bytes times a scale.</summary>
    /// <param name="column">An active column of the row.</param>
    IByteReader? GetByteReader(DataViewSchema.Column column);
}
