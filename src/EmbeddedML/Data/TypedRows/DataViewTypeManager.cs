namespace Microsoft.ML.Data;

/// <summary>Knows which .NET types, beside the built-in ones, are held by columns of which type.</summary>
public static class DataViewTypeManager
{
    private static readonly Dictionary<RawType, DataViewType> s_types = [];
    private static readonly Dictionary<DataViewType, RawType> s_rawTypes = [];
    private static readonly Lock s_lock = new();

    /// <summary>Makes a type known.</summary>
    /// <param name="dataViewType">The type of columns.</param>
    /// <param name="type">The .NET type of their values.</param>
    /// <param name="typeAttributes">At most one <see cref="DataViewTypeAttribute"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">As of the other overload; or there are other attributes, or several.</exception>
    [Obsolete("Pass the one attribute, not a sequence of them.", false)]
    public static void Register(DataViewType dataViewType, Type type, IEnumerable<Attribute>? typeAttributes)
    {
        Attribute[] attributes = typeAttributes?.ToArray() ?? [];
        if (attributes.Length > 1 || attributes is [not DataViewTypeAttribute])
        {
            throw new ArgumentOutOfRangeException(
                nameof(type), $"'{type}' is registered with {attributes.Length} attributes; at most one is accepted, a DataViewTypeAttribute.");
        }
        Register(dataViewType, type, (DataViewTypeAttribute?)attributes.FirstOrDefault());
    }

    /// <summary>
    /// Makes a type known. Each pair of a .NET type and an attribute goes with one type of columns; the same registration
    /// may be repeated.
    /// </summary>
    /// <param name="dataViewType">The type of columns.</param>
    /// <param name="type">The .NET type of their values.</param>
    /// <param name="typeAttribute">The attribute that members of this type have; by default none.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="type"/> is built in, or one of the two is registered otherwise.</exception>
    public static void Register(DataViewType dataViewType, Type type, DataViewTypeAttribute? typeAttribute = null)
    {
        ArgumentNullException.ThrowIfNull(dataViewType);
        ArgumentNullException.ThrowIfNull(type);
        if (IsBuiltIn(type))
            throw new ArgumentOutOfRangeException(nameof(type), $"'{type}' is built in; it cannot be registered.");
        var rawType = new RawType(type, typeAttribute);
        lock (s_lock)
        {
            if (s_types.TryGetValue(rawType, out DataViewType? knownType) && !knownType.Equals(dataViewType))
                throw new ArgumentOutOfRangeException(nameof(type), $"'{type}' is registered for '{knownType}', so it cannot be for '{dataViewType}'.");
            if (s_rawTypes.TryGetValue(dataViewType, out RawType knownRawType) && knownRawType != rawType)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(dataViewType), $"'{dataViewType}' is registered with '{knownRawType.Type}', so it cannot be with '{type}'.");
            }
            s_types[rawType] = dataViewType;
            s_rawTypes[dataViewType] = rawType;
        }
    }

    /// <summary>The type of columns that hold values of <paramref name="type"/>, or null where it is not registered.</summary>
    internal static DataViewType? Find(Type type, DataViewTypeAttribute? typeAttribute)
    {
        lock (s_lock)
            return s_types.GetValueOrDefault(new RawType(type, typeAttribute));
    }

    private static bool IsBuiltIn(Type type)
        => RawTypes.PrimitiveTypeOf(type) is not null || type == typeof(string) || type == typeof(ReadOnlySpan<char>)
            || type == typeof(VBuffer<>) || type == typeof(Nullable<>);

    // The record's equality compares attributes by their virtual Equals, which is what they define for this purpose.
    private readonly record struct RawType(Type Type, DataViewTypeAttribute? Attribute);
}
