namespace Microsoft.ML.Data;

/// <summary>Getters of input columns whose type is known only at run time.</summary>
internal static class SourceGetters
{
    /// <summary>The getter of a column of any built-in type.</summary>
    public static Delegate Of(DataViewRow input, DataViewSchema.Column column) => RawTypes.InvokeAny(column.Type, new Factory(input, column));

    private sealed class Factory(DataViewRow input, DataViewSchema.Column column) : IRawTypeFunction<Delegate>
    {
        public Delegate Invoke<T>() => input.GetGetter<T>(column);
    }
}
