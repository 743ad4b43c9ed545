namespace Microsoft.ML.Data;

/// <summary>How the fields of a column are read as values of its type.</summary>
internal abstract class ColumnReader
{
    /// <summary>Whether a field that is not readable is a missing value; otherwise it is an error.</summary>
    public required bool HasMissing { get; init; }

    /// <summary>Whether the values are real numbers, for which fields that are not there can be NaN.</summary>
    public required bool IsReal { get; init; }

    /// <summary>The reader of a column.</summary>
    public static ColumnReader Create(TextColumn column, TextFormat format)
    {
        char marker = format.DecimalMarker;
        float empty = format.MissingRealsAsNaNs ? float.NaN : 0;
        PrimitiveDataViewType type = column.ItemType;
        if (type is KeyDataViewType key)
        {
            return Type.GetTypeCode(key.RawType) switch
            {
                TypeCode.Byte => Make<byte, KeyParser<byte>>(column, new(key.Count)),
                TypeCode.UInt16 => Make<ushort, KeyParser<ushort>>(column, new(key.Count)),
                TypeCode.UInt32 => Make<uint, KeyParser<uint>>(column, new(key.Count)),
                _ => Make<ulong, KeyParser<ulong>>(column, new(key.Count)),
            };
        }
        return DataKinds.Find(type.RawType) switch
        {
            DataKind.SByte => Make<sbyte, SignedParser<sbyte>>(column, default),
            DataKind.Byte => Make<byte, UnsignedParser<byte>>(column, default),
            DataKind.Int16 => Make<short, SignedParser<short>>(column, default),
            DataKind.UInt16 => Make<ushort, UnsignedParser<ushort>>(column, default),
            DataKind.Int32 => Make<int, SignedParser<int>>(column, default),
            DataKind.UInt32 => Make<uint, UnsignedParser<uint>>(column, default),
            DataKind.Int64 => Make<long, SignedParser<long>>(column, default),
            DataKind.UInt64 => Make<ulong, UnsignedParser<ulong>>(column, default),
            DataKind.Single => Make<float, SingleParser>(column, new(marker, empty)),
            DataKind.Double => Make<double, DoubleParser>(column, new(marker, empty)),
            DataKind.String => Make<ReadOnlyMemory<char>, TextParser>(column, default),
            DataKind.Boolean => Make<bool, BooleanParser>(column, default),
            DataKind.TimeSpan => Make<TimeSpan, TimeSpanParser>(column, default),
            DataKind.DateTime => Make<DateTime, DateTimeParser>(column, default),
            DataKind.DateTimeOffset => Make<DateTimeOffset, DateTimeOffsetParser>(column, default),
            _ => Make<DataViewRowId, RowIdParser>(column, default),
        };
    }

    /// <summary>Makes memory for the values of some rows.</summary>
    public abstract ColumnValues CreateValues(int rows);

    /// <summary>The getter for the value in the row on which a cursor stands.</summary>
    public abstract Delegate CreateGetter(TextCursor cursor, int column);

    private static ColumnReader Make<T, TParser>(TextColumn column, TParser parser) where TParser : struct, IFieldParser<T>
    {
        bool isReal = typeof(T) == typeof(float) || typeof(T) == typeof(double);
        bool hasMissing = isReal || column.ItemType is KeyDataViewType;
        return column.Type is VectorDataViewType
            ? new VectorReader<T, TParser>(parser) { IsReal = isReal, HasMissing = hasMissing }
            : new ScalarReader<T, TParser>(parser) { IsReal = isReal, HasMissing = hasMissing };
    }

    private sealed class ScalarReader<T, TParser>(TParser parser) : ColumnReader where TParser : struct, IFieldParser<T>
    {
        public override ColumnValues CreateValues(int rows) => new ScalarValues<T, TParser>(rows, parser);

        public override Delegate CreateGetter(TextCursor cursor, int column) => (ValueGetter<T>)((ref T value) =>
        {
            ColumnValues values = cursor.GetValues(column, out int row);
            value = ((ScalarValues<T, TParser>)values)[row];
        });
    }

    private sealed class VectorReader<T, TParser>(TParser parser) : ColumnReader where TParser : struct, IFieldParser<T>
    {
        public override ColumnValues CreateValues(int rows) => new VectorValues<T, TParser>(rows, parser);

        public override Delegate CreateGetter(TextCursor cursor, int column) => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) =>
        {
            ColumnValues values = cursor.GetValues(column, out int row);
            ((VectorValues<T, TParser>)values).CopyTo(row, ref value);
        });
    }
}
