namespace Microsoft.ML.Data;

/// <summary>Finds the layout of a type, or of a stored definition.</summary>
internal static class BinaryCodecs
{
    public const string VectorName = "VBuffer";
    public const string KeyName = "Key2";

    // The form of a key's definition that had a smallest member and gaps, of which neither is supported any more.
    private const string OldKeyName = "Key";

    private static readonly BinaryCodec[] s_simple =
    [
        new FixedWidthCodec<sbyte>(NumberDataViewType.SByte),
        new FixedWidthCodec<byte>(NumberDataViewType.Byte),
        new FixedWidthCodec<short>(NumberDataViewType.Int16),
        new FixedWidthCodec<ushort>(NumberDataViewType.UInt16),
        new FixedWidthCodec<int>(NumberDataViewType.Int32),
        new FixedWidthCodec<uint>(NumberDataViewType.UInt32),
        new FixedWidthCodec<long>(NumberDataViewType.Int64),
        new FixedWidthCodec<ulong>(NumberDataViewType.UInt64),
        new FixedWidthCodec<float>(NumberDataViewType.Single),
        new FixedWidthCodec<double>(NumberDataViewType.Double),
        new FixedWidthCodec<TimeSpan>(TimeSpanDataViewType.Instance),
        new FixedWidthCodec<DataViewRowId>(RowIdDataViewType.Instance),
        new TextCodec(),
        new BooleanCodec(),
        new DateTimeCodec(),
        new DateTimeOffsetCodec(),
    ];

    private static readonly Dictionary<Type, BinaryCodec> s_byRawType = s_simple.ToDictionary(c => c.Type.RawType);

    private static readonly Dictionary<string, BinaryCodec> s_byName = new(s_simple.Select(c => KeyValuePair.Create(c.Name, c)))
    {
        // Names that files from before version 0.4 have.
        ["DvBool"] = new OldBooleanCodec(),
        ["DvDateTime"] = s_byRawType[typeof(DateTime)],
        ["DvDateTimeZone"] = s_byRawType[typeof(DateTimeOffset)],
        ["DvTimeSpan"] = s_byRawType[typeof(TimeSpan)],
    };

    /// <summary>The layout of a type, or null where its values cannot be stored.</summary>
    public static BinaryCodec? Find(DataViewType type) => type switch
    {
        KeyDataViewType key => s_byRawType[key.RawType].MakeKey(key),
        VectorDataViewType vector => Find(vector.ItemType)?.MakeVector(vector),
        _ => s_byRawType.GetValueOrDefault(type.RawType),
    };

    /// <summary>Reads a definition. Null where its name is not known; the reader stands behind it in any case.</summary>
    /// <exception cref="FormatException">The definition is damaged.</exception>
    /// <exception cref="EndOfStreamException">The definition is cut short.</exception>
    public static BinaryCodec? ReadDefinition(BinaryReader reader) => ReadDefinition(reader, allowVector: true, allowKey: true);

    private static BinaryCodec? ReadDefinition(BinaryReader reader, bool allowVector, bool allowKey)
    {
        string name = reader.ReadString();
        long length = reader.Read7BitEncodedInt64();
        reader.CheckRemaining(length, 1);
        long end = reader.BaseStream.Position + length;
        BinaryCodec? codec;
        switch (name)
        {
            case "":
                throw BlockReading.Damaged("a layout has no name");
            case VectorName when allowVector:
                codec = ReadVector(reader);
                break;
            case KeyName or OldKeyName when allowKey:
                codec = ReadKey(name, reader);
                break;
            case VectorName or KeyName or OldKeyName:
                throw BlockReading.Damaged($"a layout '{name}' is within one that cannot contain it");
            default:
                codec = s_byName.GetValueOrDefault(name);
                if (codec is null)
                    reader.BaseStream.Position = end;
                break;
        }
        if (reader.BaseStream.Position != end)
            throw BlockReading.Damaged($"the parameters of a layout '{name}' do not have the {length} bytes that they claim");
        return codec;
    }

    private static BinaryCodec ReadVector(BinaryReader reader)
    {
        BinaryCodec item = ReadInner(reader, allowKey: true);
        var itemType = (PrimitiveDataViewType)item.Type;
        int[] dimensions = reader.ReadInt32s(reader.ReadInt32());
        long size = 1;
        foreach (int dimension in dimensions)
        {
            size *= dimension;
            if (dimension < 0 || size > int.MaxValue)
                throw BlockReading.Damaged("a vector type has impossible dimensions");
        }
        // Without dimensions: how the first versions stored vectors of variable length.
        return item.MakeVector(dimensions.Length == 0 ? new VectorDataViewType(itemType) : new VectorDataViewType(itemType, dimensions));
    }

    private static BinaryCodec ReadKey(string name, BinaryReader reader)
    {
        BinaryCodec number = ReadInner(reader, allowKey: false);
        Type rawType = number.Type.RawType;
        ulong count = name == OldKeyName ? ReadOldCount(reader, rawType) : reader.ReadUInt64();
        if (!KeyDataViewType.IsValidDataType(rawType) || count == 0 || count > Maximum(rawType))
            throw BlockReading.Damaged($"a key type of '{rawType}' has a count of {count}");
        return number.MakeKey(new KeyDataViewType(rawType, count));
    }

    // 0 stood for an unknown count.
    private static ulong ReadOldCount(BinaryReader reader, Type rawType)
    {
        bool isContiguous = reader.ReadByte() == 1;
        ulong smallest = reader.ReadUInt64();
        int count = reader.ReadInt32();
        if (!isContiguous || smallest != 0 || count < 0)
            throw BlockReading.Damaged("a key type does not start at 0 or has gaps, which is not supported any more");
        return count == 0 ? Maximum(rawType) : (ulong)count;
    }

    private static ulong Maximum(Type rawType) => Type.GetTypeCode(rawType) switch
    {
        TypeCode.Byte => byte.MaxValue,
        TypeCode.UInt16 => ushort.MaxValue,
        TypeCode.UInt32 => uint.MaxValue,
        _ => ulong.MaxValue,
    };

    private static BinaryCodec ReadInner(BinaryReader reader, bool allowKey)
        => ReadDefinition(reader, allowVector: false, allowKey) ?? throw BlockReading.Damaged("a layout is made of one that is not known");
}
