namespace Microsoft.ML;

/// <summary>An immutable table whose rows are read through cursors and may be computed when they are read.</summary>
public interface IDataView
{
    /// <summary>The columns.</summary>
    DataViewSchema Schema { get; }

    /// <summary>Whether a cursor can deliver the rows in random order.</summary>
    bool CanShuffle { get; }

    /// <summary>The number of rows, or null where it is not known without reading them.</summary>
    long? GetRowCount();

    /// <summary>Opens a cursor over all rows.</summary>
    /// <param name="columnsNeeded">The columns that will be read; others need not be computed.</param>
    /// <param name="rand">Where given and the view can shuffle, the source of a random order.</param>
    DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null);

    /// <summary>Opens cursors that together deliver each row once, so that threads can share the work.</summary>
    /// <param name="columnsNeeded">The columns that will be read; others need not be computed.</param>
    /// <param name="n">How many cursors are wanted; fewer may be given.</param>
    /// <param name="rand">Where given and the view can shuffle, the source of a random order.</param>
    DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null);
}
