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
        [typeof(bool)] = new Entry<bool>(BooleanDataViewType.Instance),
        [typeof(sbyte)] = new Entry<sbyte>(NumberDataViewType.SByte),
        [typeof(byte)] = new Entry<byte>(NumberDataViewType.Byte),
        [typeof(short)] = new Entry<short>(NumberDataViewType.Int16),
        [typeof(ushort)] = new Entry<ushort>(NumberDataViewType.UInt16),
        [typeof(int)] = new Entry<int>(NumberDataViewType.Int32),
        [typeof(uint)] = new Entry<uint>(NumberDataViewType.UInt32),
        [typeof(long)] = new Entry<long>(NumberDataViewType.Int64),
        [typeof(ulong)] = new Entry<ulong>(NumberDataViewType.UInt64),
        [typeof(float)] = new Entry<float>(NumberDataViewType.Single),
        [typeof(double)] = new Entry<double>(NumberDataViewType.Double),
        [typeof(ReadOnlyMemory<char>)] = new Entry<ReadOnlyMemory<char>>(TextDataViewType.Instance),
        [typeof(DateTime)] = new Entry<DateTime>(DateTimeDataViewType.Instance),
        [typeof(DateTimeOffset)] = new Entry<DateTimeOffset>(DateTimeOffsetDataViewType.Instance),
        [typeof(TimeSpan)] = new Entry<TimeSpan>(TimeSpanDataViewType.Instance),
        [typeof(DataViewRowId)] = new Entry<DataViewRowId>(RowIdDataViewType.Instance),
    };

    /// <summary>Runs <paramref name="function"/> with the raw type of a primitive column.</summary>
    /// <exception cref="NotSupportedException">The type is not the raw type of a built-in primitive type, and there is no code generation.</exception>
    public static TResult Invoke<TResult>(Type primitiveRawType, IRawTypeFunction<TResult> function)
        => Find(primitiveRawType).Invoke(function);

    /// <summary>Runs <paramref name="function"/> with the raw type of any column: a primitive one, or a VBuffer of it.</summary>
    /// <exception cref="NotSupportedException">The type is not built from the raw type of a built-in primitive type, and there is no code generation.</exception>
    public static TResult InvokeAny<TResult>(DataViewType type, IRawTypeFunction<TResult> function)
        => type is VectorDataViewType vector ? Find(vector.ItemType.RawType).InvokeVector(function) : Find(type.RawType).Invoke(function);

    /// <summary>The built-in type of columns (not of keys) that hold values of <paramref name="rawType"/>, or null where there is none.</summary>
    public static PrimitiveDataViewType? PrimitiveTypeOf(Type rawType)
        => s_entries.TryGetValue(rawType, out Entry? entry) ? entry.PrimitiveType : null;

    /// <summary>VBuffer of <paramref name="itemRawType"/>.</summary>
    public static Type VectorOf(Type itemRawType)
    {
        if (s_entries.TryGetValue(itemRawType, out Entry? entry))
            return entry.VectorType;
        if (!RuntimeFeature.IsDynamicCodeSupported)
            throw new NotSupportedException($"A vector of '{itemRawType}' cannot be made without code generation at run time.");
        return typeof(VBuffer<>).MakeGenericType(itemRawType);
    }

    // Types that users register are not in the table.
    private static Entry Find(Type type)
    {
        if (s_entries.TryGetValue(type, out Entry? entry))
            return entry;
        if (!RuntimeFeature.IsDynamicCodeSupported)
            throw new NotSupportedException($"'{type}' is not the raw type of a built-in primitive type, so it needs code generation at run time.");
        return (Entry)Activator.CreateInstance(typeof(Entry<>).MakeGenericType(type))!;
    }

    private abstract class Entry
    {
        public abstract Type VectorType { get; }

        public PrimitiveDataViewType? PrimitiveType { get; protected init; }

        public abstract TResult Invoke<TResult>(IRawTypeFunction<TResult> function);

        public abstract TResult InvokeVector<TResult>(IRawTypeFunction<TResult> function);
    }

    private sealed class Entry<T> : Entry
    {
        public Entry()
        {
        }

        public Entry(PrimitiveDataViewType primitiveType) => PrimitiveType = primitiveType;

        public override Type VectorType => typeof(VBuffer<T>);

        public override TResult Invoke<TResult>(IRawTypeFunction<TResult> function) => function.Invoke<T>();

        public override TResult InvokeVector<TResult>(IRawTypeFunction<TResult> function) => function.Invoke<VBuffer<T>>();
    }
}
