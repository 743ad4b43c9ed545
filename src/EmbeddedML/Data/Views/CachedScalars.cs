namespace Microsoft.ML.Data;

/// <summary>The values of a column of single values.</summary>
internal sealed class CachedScalars<T> : CachedColumn
{
    private readonly List<T> _values = [];

    public override Action CreateAppender(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        ValueGetter<T> getter = cursor.GetGetter<T>(column);
        return () =>
        {
            T value = default!;
            getter(ref value);
            _values.Add(value);
        };
    }

    public override Delegate CreateGetter(CacheCursor cursor)
        => (ValueGetter<T>)((ref T value) => value = _values[(int)cursor.CheckedRow()]);
}
