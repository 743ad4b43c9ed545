namespace Microsoft.ML.Data;

/// <summary>The object on which a row or cursor stands: getters are made once and read whatever object is here.</summary>
internal sealed class CurrentRow<TRow> where TRow : class
{
    private TRow? _value;

    /// <summary>The object.</summary>
    /// <exception cref="InvalidOperationException">There is none: the cursor stands before the first or after the last row.</exception>
    public TRow Value
    {
        get => _value ?? throw new InvalidOperationException("A value was read while the row or cursor stands on no row.");
        set => _value = value;
    }

    public void Clear() => _value = null;
}
