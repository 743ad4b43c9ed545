namespace MLNetDeep.Rows;

/// <summary>A reader of bytes that names its column in the exception when the one within throws.</summary>
internal sealed class GuardedByteReader(string column, IByteReader inner) : IByteReader
{
    public float Scale => inner.Scale;

    public ReadOnlySpan<byte> Read()
    {
        try
        {
            return inner.Read();
        }
        catch (Exception e)
        {
            throw RowErrors.Computing(column, e);
        }
    }
}
