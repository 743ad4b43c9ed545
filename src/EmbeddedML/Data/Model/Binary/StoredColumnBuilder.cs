namespace Microsoft.ML.Data;

/// <summary>Collects the values of a cursor's column.</summary>
internal abstract class StoredColumnBuilder
{
    /// <summary>Reads the columns of a view under other names.</summary>
    public static StoredColumn[] Read(IDataView view, params (DataViewSchema.Column Column, string Name)[] columns)
    {
        using DataViewRowCursor cursor = view.GetRowCursor(columns.Select(c => c.Column).DistinctBy(c => c.Index));
        StoredColumnBuilder[] builders = Array.ConvertAll(columns, c => RawTypes.InvokeAny(c.Column.Type, new Factory(cursor, c.Column, c.Name)));
        while (cursor.MoveNext())
        {
            foreach (StoredColumnBuilder builder in builders)
                builder.Append();
        }
        return Array.ConvertAll(builders, builder => builder.ToColumn());
    }

    protected abstract void Append();

    protected abstract StoredColumn ToColumn();

    private sealed class Builder<T>(ValueGetter<T> getter, DataViewSchema.Column column, string name) : StoredColumnBuilder
    {
        private readonly List<T> _values = [];

        // Each value is read into memory of its own, except for texts, whose characters could belong to a buffer that is used again.
        protected override void Append()
        {
            T value = default!;
            getter(ref value);
            if (typeof(T) == typeof(ReadOnlyMemory<char>))
                value = (T)(object)Own((ReadOnlyMemory<char>)(object)value!);
            else if (value is VBuffer<ReadOnlyMemory<char>> texts)
                value = (T)(object)new VBuffer<ReadOnlyMemory<char>>(
                    texts.Length, texts.GetValues().Length, Own(texts.GetValues()), texts.IsDense ? null : texts.GetIndices().ToArray());
            _values.Add(value);
        }

        protected override StoredColumn ToColumn() => new StoredColumn<T>(name, column.Type, [.. _values], column.Annotations);

        private static ReadOnlyMemory<char> Own(ReadOnlyMemory<char> text) => text.ToString().AsMemory();

        private static ReadOnlyMemory<char>[] Own(ReadOnlySpan<ReadOnlyMemory<char>> texts)
        {
            ReadOnlyMemory<char>[] own = texts.ToArray();
            for (int i = 0; i < own.Length; i++)
                own[i] = Own(own[i]);
            return own;
        }
    }

    private sealed class Factory(DataViewRow row, DataViewSchema.Column column, string name) : IRawTypeFunction<StoredColumnBuilder>
    {
        public StoredColumnBuilder Invoke<T>() => new Builder<T>(row.GetGetter<T>(column), column, name);
    }
}
