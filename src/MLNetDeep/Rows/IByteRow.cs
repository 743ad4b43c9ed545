using Microsoft.ML;

namespace MLNetDeep.Rows;

/// <summary>
/// A row, or a cursor, that can give some of its vector columns as bytes. Implemented by the cursors over image files and by rows with added
/// columns. ML.NET's own cursors do not have it; behind one of them a column is read as floats.
/// </summary>
internal interface IByteRow
{
    /// <summary>The reader of a column; null where its values are not bytes times a scale.</summary>
    /// <param name="column">An active column of the row.</param>
    IByteReader? FindBytes(DataViewSchema.Column column);
}
