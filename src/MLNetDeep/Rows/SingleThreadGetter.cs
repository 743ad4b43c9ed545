using Microsoft.ML;

namespace MLNetDeep.Rows;

/// <summary>Wraps a getter of a single row (not of a cursor). It throws if another thread uses the row.</summary>
internal sealed class SingleThreadGetter<TValue>(SingleThreadUse use, ValueGetter<TValue> inner)
{
    public void Get(ref TValue value)
    {
        use.Begin();
        try
        {
            inner(ref value);
        }
        catch
        {
            use.Release();
            throw;
        }

        use.End();
    }
}
