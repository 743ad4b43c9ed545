using System.Runtime.CompilerServices;

namespace Microsoft.ML.Data;

/// <summary>
/// Calls generic code for a type that is known only at run time. The raw types of primitive columns are a closed set, so
/// a table of instantiations does it: it needs neither reflection nor code made at run time, and works ahead of time.
/// </summary>
internal static class RawTypes
{
    private static readonly Dictionary<Type, Entry> s_entries = new()
    {
        [typeof(bool)] = new Entry<bool>(),
        [typeof(sbyte)] = new Entry<sbyte>(),
        [typeof(byte)] = new Entry<byte>(),
        [typeof(short)] = new Entry<short>(),
        [typeof(ushort)] = new Entry<ushort>(),
        [typeof(int)] = new Entry<int>(),
        [typeof(uint)] = new Entry<uint>(),
        [typeof(long)] = new Entry<long>(),
        [typeof(ulong)] = new Entry<ulong>(),
        [typeof(float)] = new Entry<float>(),
        [typeof(double)] = new Entry<double>(),
        [typeof(ReadOnlyMemory<char>)] = new Entry<ReadOnlyMemory<char>>(),
        [typeof(DateTime)] = new Entry<DateTime>(),
        [typeof(DateTimeOffset)] = new Entry<DateTimeOffset>(),
        [typeof(TimeSpan)] = new Entry<TimeSpan>(),
        [typeof(DataViewRowId)] = new Entry<DataViewRowId>(),
    };

    /// <summary>Runs <paramref name="function"/> with the raw type of a primitive column.</summary>
    /// <exception cref="NotSupportedException">The type is not the raw type of a built-in primitive type.</exception>
    public static TResult Invoke<TResult>(Type primitiveRawType, IRawTypeFunction<TResult> function)
        => Find(primitiveRawType).Invoke(function);

    /// <summary>Runs <paramref name="function"/> with the raw type of any column: a primitive one, or a VBuffer of it.</summary>
    /// <exception cref="NotSupportedException">The type is not built from the raw type of a built-in primitive type.</exception>
    public static TResult InvokeAny<TResult>(DataViewType type, IRawTypeFunction<TResult> function)
        => type is VectorDataViewType vector ? Find(vector.ItemType.RawType).InvokeVector(function) : Find(type.RawType).Invoke(function);

    /// <summary>VBuffer of <paramref name="itemRawType"/>.</summary>
    public static Type VectorOf(Type itemRawType)
    {
        if (s_entries.TryGetValue(itemRawType, out Entry? entry))
            return entry.VectorType;
        if (!RuntimeFeature.IsDynamicCodeSupported)
            throw new NotSupportedException($"A vector of '{itemRawType}' cannot be made without code generation at run time.");
        return typeof(VBuffer<>).MakeGenericType(itemRawType);
    }

    private static Entry Find(Type type)
        => s_entries.TryGetValue(type, out Entry? entry)
            ? entry
            : throw new NotSupportedException($"'{type}' is not the raw type of a built-in primitive type.");

    private abstract class Entry
    {
        public abstract Type VectorType { get; }

        public abstract TResult Invoke<TResult>(IRawTypeFunction<TResult> function);

        public abstract TResult InvokeVector<TResult>(IRawTypeFunction<TResult> function);
    }

    private sealed class Entry<T> : Entry
    {
        public override Type VectorType => typeof(VBuffer<T>);

        public override TResult Invoke<TResult>(IRawTypeFunction<TResult> function) => function.Invoke<T>();

        public override TResult InvokeVector<TResult>(IRawTypeFunction<TResult> function) => function.Invoke<VBuffer<T>>();
    }
}
