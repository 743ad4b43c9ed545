namespace Microsoft.ML.Data;

/// <summary>Makes getters for values that users give as annotations.</summary>
internal static class AnnotationGetter
{
    /// <summary>The getter that gives <paramref name="value"/> in the raw type of <paramref name="type"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No column can hold values of <typeparamref name="T"/>.</exception>
    /// <exception cref="InvalidOperationException"><paramref name="type"/> does not hold values of <typeparamref name="T"/>.</exception>
    public static Delegate Create<T>(string kind, T value, DataViewType type)
    {
        (Type itemType, bool isVector) = MemberTypes.Split(typeof(T));
        if (RawTypes.PrimitiveTypeOf(itemType) is null && DataViewTypeManager.Find(itemType, null) is null)
            throw MemberTypes.Unsupported($"The value of the annotation '{kind}'", typeof(T));
        DataViewType expected = type is VectorDataViewType vector ? vector.ItemType : type;
        if (isVector != type is VectorDataViewType || itemType != expected.RawType)
            throw new InvalidOperationException($"The annotation '{kind}' has a value of the type '{typeof(T)}', which its type '{type}' does not hold.");

        return value switch
        {
            string text => Constant(text.AsMemory()),
            string[] texts => Array(System.Array.ConvertAll(texts, text => text.AsMemory())),
            null when typeof(T) == typeof(string) => Constant(ReadOnlyMemory<char>.Empty),
            _ when isVector => RawTypes.Invoke(itemType, new Vector(value)),
            _ => Constant(value),
        };
    }

    private static ValueGetter<T> Constant<T>(T value) => (ref T destination) => destination = value;

    private static ValueGetter<VBuffer<T>> Array<T>(T[] values) => Buffer(new VBuffer<T>(values.Length, values));

    private static ValueGetter<VBuffer<T>> Buffer<T>(VBuffer<T> values) => (ref VBuffer<T> destination) => values.CopyTo(ref destination);

    private sealed class Vector(object? value) : IRawTypeFunction<Delegate>
    {
        public Delegate Invoke<T>() => value switch
        {
            VBuffer<T> buffer => Buffer(buffer),
            T[] array => Array(array),
            _ => Array<T>([]),
        };
    }
}
