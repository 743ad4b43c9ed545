using Microsoft.ML;

namespace MLNetDeep.Rows;

/// <summary>Wraps a getter: exceptions from the inner getter are rethrown with the column name.</summary>
internal sealed class GuardedGetter<TValue>(string column, ValueGetter<TValue> inner)
{
    public string Column => column;

    /// <summary>The wrapped getter.</summary>
    public ValueGetter<TValue> Inner => inner;

    public void Get(ref TValue value)
    {
        try
        {
            inner(ref value);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw RowErrors.WrapComputeError(column, e);
        }
    }
}
