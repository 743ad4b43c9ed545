using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>One row of values, read through getters. The values may change, as they do when a cursor moves.</summary>
public abstract class DataViewRow : IDisposable
{
    /// <summary>Makes the row.</summary>
    protected DataViewRow()
    {
    }

    /// <summary>The columns of the row.</summary>
    public abstract DataViewSchema Schema { get; }

    /// <summary>How many rows this object has stepped over: it grows by 1 at each step, and is negative before the first.</summary>
    public abstract long Position { get; }

    /// <summary>
    /// The number of the batch in which the row comes. Over a set of cursors, batch numbers grow on each cursor and no
    /// two cursors share one, so that merging by batch restores the order of the view.
    /// </summary>
    public abstract long Batch { get; }

    /// <summary>Whether the values of <paramref name="column"/> can be read.</summary>
    public abstract bool IsColumnActive(DataViewSchema.Column column);

    /// <summary>The getter for <paramref name="column"/>; it reads the row on which this object stands when it is called.</summary>
    /// <typeparam name="TValue">The raw type of the column's type.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">The column is not active or not of this row.</exception>
    /// <exception cref="InvalidOperationException"><typeparamref name="TValue"/> is not the raw type of the column.</exception>
    public abstract ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column);

    /// <summary>The getter for an identifier of the row, the same whatever the order in which rows are read.</summary>
    public abstract ValueGetter<DataViewRowId> GetIdGetter();

    /// <summary>Releases what the row holds.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the row holds.</summary>
    /// <param name="disposing">True when called from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
