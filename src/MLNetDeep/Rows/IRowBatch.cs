namespace MLNetDeep.Rows;

/// <summary>A batch of rows that are read one by one and computed together. Disposed with the cursor that reads them.</summary>
internal interface IRowBatch : IDisposable
{
    /// <summary>Removes the rows but keeps the buffers.</summary>
    void Clear();

    /// <summary>Reads the input's current row and appends it to the batch.</summary>
    /// <returns>False if reading the row threw. The getters rethrow that exception for this row; no more rows should be added.</returns>
    bool TryAppend();

    /// <summary>Creates the getters of the transformer's output columns; null for columns that are not active.</summary>
    /// <param name="active">Which of the output columns will be read.</param>
    /// <param name="current">Returns the zero-based position in the batch of the row to read.</param>
    Delegate?[] CreateGetters(ReadOnlySpan<bool> active, Func<int> current);
}
