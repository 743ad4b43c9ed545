namespace MLNetDeep.Rows;

/// <summary>Wraps a byte reader: exceptions from the inner reader are rethrown with the column name.</summary>
internal sealed class GuardedByteReader(string column, IByteReader inner) : IByteReader
{
    public float Scale => inner.Scale;

    public ReadOnlySpan<byte> Read()
    {
        try
        {
            return inner.Read();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw RowErrors.WrapComputeError(column, e);
        }
    }
}
