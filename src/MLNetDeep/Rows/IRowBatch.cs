namespace MLNetDeep.Rows;

/// <summary>Rows that are read one by one and computed together.</summary>
internal interface IRowBatch
{
    /// <summary>Forgets the rows, but not their memory.</summary>
    void Clear();

    /// <summary>Reads what is needed of the row on which the input stands, as the next of the batch.</summary>
    /// <returns>False where the row could not be read. Its getters then throw what reading threw; no more rows should be read ahead.</returns>
    bool Read();

    /// <summary>The getters of the added columns.</summary>
    /// <param name="active">Which of them will be read.</param>
    /// <param name="current">The position within the batch of the row to give, counted from 0.</param>
    Delegate?[] CreateGetters(ReadOnlySpan<bool> active, Func<int> current);
}
