namespace Microsoft.ML.Data;

/// <summary>The column types of <see cref="DataKind"/>, and its names in loader settings.</summary>
internal static class DataKinds
{
    /// <summary>Row identifiers: a kind that can be stored, but is not among the public ones.</summary>
    public const DataKind RowId = (DataKind)16;

    private static readonly Entry[] s_entries =
    [
        new(DataKind.SByte, NumberDataViewType.SByte, "I1"),
        new(DataKind.Byte, NumberDataViewType.Byte, "U1"),
        new(DataKind.Int16, NumberDataViewType.Int16, "I2"),
        new(DataKind.UInt16, NumberDataViewType.UInt16, "U2"),
        new(DataKind.Int32, NumberDataViewType.Int32, "I4"),
        new(DataKind.UInt32, NumberDataViewType.UInt32, "U4"),
        new(DataKind.Int64, NumberDataViewType.Int64, "I8"),
        new(DataKind.UInt64, NumberDataViewType.UInt64, "U8"),
        new(DataKind.Single, NumberDataViewType.Single, "R4", "Num"),
        new(DataKind.Double, NumberDataViewType.Double, "R8"),
        new(DataKind.String, TextDataViewType.Instance, "TX", "TXT", "Text"),
        new(DataKind.Boolean, BooleanDataViewType.Instance, "BL", "Bool"),
        new(DataKind.TimeSpan, TimeSpanDataViewType.Instance, "TS", "TimeSpan"),
        new(DataKind.DateTime, DateTimeDataViewType.Instance, "DT", "DateTime"),
        new(DataKind.DateTimeOffset, DateTimeOffsetDataViewType.Instance, "DZ", "DateTimeZone"),
        new(RowId, RowIdDataViewType.Instance, "UG", "U16"),
    ];

    public static bool IsDefined(DataKind kind) => kind is >= DataKind.SByte and <= RowId;

    /// <summary>The column type of a kind.</summary>
    /// <exception cref="InvalidOperationException">It is not defined.</exception>
    public static PrimitiveDataViewType TypeOf(DataKind kind)
        => IsDefined(kind) ? s_entries[(int)kind - 1].Type : throw new InvalidOperationException($"There is no kind of data {(int)kind}.");

    /// <summary>The kind of values with a raw type; null where there is none.</summary>
    public static DataKind? Find(Type rawType)
    {
        foreach (Entry entry in s_entries)
        {
            if (entry.Type.RawType == rawType)
                return entry.Kind;
        }
        return null;
    }

    /// <summary>The name in loader settings.</summary>
    public static string NameOf(DataKind kind) => s_entries[(int)kind - 1].Names[0];

    /// <summary>Reads a name of loader settings, in any case, or a number.</summary>
    public static bool TryParse(string text, out DataKind kind)
    {
        string name = text.Trim();
        foreach (Entry entry in s_entries)
        {
            if (entry.Names.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                kind = entry.Kind;
                return true;
            }
        }
        bool isNumber = byte.TryParse(name, out byte number);
        kind = (DataKind)number;
        return isNumber;
    }

    private sealed record Entry(DataKind Kind, PrimitiveDataViewType Type, params string[] Names);
}
