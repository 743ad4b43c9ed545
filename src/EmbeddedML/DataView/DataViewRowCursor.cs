namespace Microsoft.ML;

/// <summary>A row that moves over the rows of a view. It stands before the first one when it is opened.</summary>
public abstract class DataViewRowCursor : DataViewRow
{
    /// <summary>Makes the cursor.</summary>
    protected DataViewRowCursor()
    {
    }

    /// <summary>Steps to the next row.</summary>
    /// <returns>False when there is none; the cursor's values can then no longer be read.</returns>
    public abstract bool MoveNext();
}
