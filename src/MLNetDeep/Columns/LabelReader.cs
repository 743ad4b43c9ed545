using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Rows;

namespace MLNetDeep;

/// <summary>Reads labels of any integer or key type as zero-based class indices. A missing key is -1.</summary>
internal sealed class LabelReader
{
    /// <summary>The accepted types, for messages.</summary>
    public const string Expected = "a key or an integer";

    private readonly DataViewSchema.Column _column;

    private LabelReader(DataViewSchema.Column column) => _column = column;

    /// <summary>The number of classes if the column is a key; null if it is an integer.</summary>
    public ulong? KeyCount => (_column.Type as KeyDataViewType)?.Count;

    /// <summary>Whether the type is a key or an integer type.</summary>
    public static bool IsLabelType(DataViewType type) =>
        type is KeyDataViewType || (type is NumberDataViewType && type != NumberDataViewType.Single && type != NumberDataViewType.Double);

    /// <summary>Creates the reader of a column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is neither a key nor an integer.</exception>
    public static LabelReader For(DataViewSchema.Column column) =>
        IsLabelType(column.Type) ? new LabelReader(column) : throw Columns.WrongType("input", column, Expected, Cures.MapToKeys(column.Name, column.Type));

    /// <summary>Creates a function that reads the class index of the current row of <paramref name="row"/>.</summary>
    public Func<int> CreateGetter(DataViewRow row) => Type.GetTypeCode(_column.Type.RawType) switch
    {
        TypeCode.Byte => Read<byte>(row, static v => v),
        TypeCode.UInt16 => Read<ushort>(row, static v => v),
        TypeCode.UInt32 => Read<uint>(row, static v => v),
        TypeCode.UInt64 => Read<ulong>(row, static v => (long)Math.Min(v, long.MaxValue)),
        TypeCode.SByte => Read<sbyte>(row, static v => v),
        TypeCode.Int16 => Read<short>(row, static v => v),
        TypeCode.Int32 => Read<int>(row, static v => v),
        _ => Read<long>(row, static v => v),
    };

    private Func<int> Read<T>(DataViewRow row, Func<T, long> widen)
    {
        ValueGetter<T> getter = row.GetGetter<T>(_column);
        long first = _column.Type is KeyDataViewType ? 1 : 0;
        long end = (long)Math.Min(KeyCount ?? long.MaxValue, long.MaxValue);
        return () =>
        {
            T value = default!;
            getter(ref value);
            long index = widen(value) - first;
            if (index < -first || index >= int.MaxValue || index >= end)
            {
                throw new InvalidOperationException(
                    $"The label {value} in {RowErrors.Place(row, _column)} is not a class"
                    + (KeyCount is { } keys ? $": its type has the keys 1 to {keys}." : $" index; accepted: 0 to {int.MaxValue - 1}."));
            }

            return (int)index;
        };
    }
}
