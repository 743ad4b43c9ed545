using Microsoft.ML;

namespace MLNetDeep.Rows;

/// <summary>A getter of a column that says which column it was when the one within throws.</summary>
internal sealed class GuardedGetter<TValue>(string column, ValueGetter<TValue> inner)
{
    public string Column => column;

    /// <summary>The getter within.</summary>
    public ValueGetter<TValue> Inner => inner;

    public void Get(ref TValue value)
    {
        try
        {
            inner(ref value);
        }
        catch (Exception e)
        {
            throw RowErrors.Computing(column, e);
        }
    }
}
