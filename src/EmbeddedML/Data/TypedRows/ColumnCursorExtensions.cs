namespace Microsoft.ML.Data;

/// <summary>Reads single columns.</summary>
public static class ColumnCursorExtensions
{
    /// <summary>The values of a column, read as they are enumerated.</summary>
    /// <typeparam name="T">
    /// The raw type of the column; <see cref="string"/> for texts; for vectors also an array of the items' raw type or of
    /// <see cref="string"/>. A <see cref="VBuffer{T}"/> is overwritten by the next one; arrays are not.
    /// </typeparam>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it is not read as <typeparamref name="T"/>.</exception>
    public static IEnumerable<T> GetColumn<T>(this IDataView data, string columnName)
    {
        ArgumentNullException.ThrowIfNull(data);
        return GetColumn<T>(data, data.Schema[columnName]);
    }

    /// <summary>The values of a column, read as they are enumerated.</summary>
    /// <typeparam name="T">As of the other overload.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">It is not a column of the data, or it is not read as <typeparamref name="T"/>.</exception>
    public static IEnumerable<T> GetColumn<T>(this IDataView data, DataViewSchema.Column column)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (string.IsNullOrEmpty(column.Name))
            throw new ArgumentOutOfRangeException(nameof(column), "The column has no name: it is of no schema.");
        DataViewSchema.Column own = data.Schema[column.Index];
        if (own.Name != column.Name || own.Type != column.Type)
        {
            throw new ArgumentOutOfRangeException(nameof(column),
                $"'{column.Name}' of the type '{column.Type}' is not the column at {column.Index} of the data, which is '{own.Name}' of the type '{own.Type}'.");
        }

        if (own.Type.RawType == typeof(T))
            return Values<T, T>(data, own, static value => value);
        if (typeof(T) == typeof(string) && own.Type is TextDataViewType)
            return (IEnumerable<T>)Values<ReadOnlyMemory<char>, string>(data, own, static value => value.ToString());
        if (typeof(T).IsSZArray && own.Type is VectorDataViewType vector)
        {
            Type? item = typeof(T).GetElementType();
            if (item == vector.ItemType.RawType)
                return (IEnumerable<T>)RawTypes.Invoke(item, new Arrays(data, own));
            if (item == typeof(string) && vector.ItemType is TextDataViewType)
                return (IEnumerable<T>)Values<VBuffer<ReadOnlyMemory<char>>, string?[]>(data, own, Texts);
        }
        throw new ArgumentOutOfRangeException(
            nameof(column), $"The column '{own.Name}' of the type '{own.Type}' cannot be read as '{typeof(T)}'. Accepted: {Accepted(own.Type)}.");
    }

    private static IEnumerable<TResult> Values<TValue, TResult>(IDataView data, DataViewSchema.Column column, Func<TValue, TResult> convert)
    {
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        ValueGetter<TValue> getter = cursor.GetGetter<TValue>(column);
        TValue value = default!;
        while (cursor.MoveNext())
        {
            getter(ref value);
            yield return convert(value);
        }
    }

    // Slots that a sparse vector does not store stay null, as in ML.NET; those that it stores are never null.
    private static string?[] Texts(VBuffer<ReadOnlyMemory<char>> texts)
    {
        var strings = new string?[texts.Length];
        foreach (KeyValuePair<int, ReadOnlyMemory<char>> text in texts.Items())
            strings[text.Key] = text.Value.ToString();
        return strings;
    }

    private static string Accepted(DataViewType type)
    {
        string raw = type is VectorDataViewType vector ? $"{vector.ItemType.RawType.Name}[], VBuffer<{vector.ItemType.RawType.Name}>" : type.RawType.ToString();
        return type switch
        {
            TextDataViewType => $"String, {raw}",
            VectorDataViewType { ItemType: TextDataViewType } => $"String[], {raw}",
            _ => raw,
        };
    }

    private sealed class Arrays(IDataView data, DataViewSchema.Column column) : IRawTypeFunction<object>
    {
        public object Invoke<T>() => Values<VBuffer<T>, T[]>(data, column, static vector =>
        {
            var items = new T[vector.Length];
            vector.CopyTo(items);
            return items;
        });
    }
}
