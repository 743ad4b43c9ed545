namespace Microsoft.ML.Data;

/// <summary>Reads labels of the types that evaluations accept as Single.</summary>
internal static class LabelGetter
{
    /// <summary>
    /// The getter of a label: numbers as they are, true as 1 and false as 0, a key as its position from 0 on. A missing
    /// key, and one above the count of its type, is NaN.
    /// </summary>
    /// <param name="row">The row to read from.</param>
    /// <param name="label">A column of type Single, Double, Boolean or a key.</param>
    /// <exception cref="InvalidOperationException">The column is of another type.</exception>
    public static ValueGetter<float> Create(DataViewRow row, DataViewSchema.Column label)
    {
        switch (label.Type)
        {
            case NumberDataViewType number when number == NumberDataViewType.Single:
                return row.GetGetter<float>(label);
            case NumberDataViewType number when number == NumberDataViewType.Double:
                return Convert<double>(row, label, static value => (float)value);
            case BooleanDataViewType:
                return Convert<bool>(row, label, static value => value ? 1 : 0);
            case KeyDataViewType key:
                return OfKey(row, label, key);
            default:
                throw new InvalidOperationException(
                    $"The label column '{label.Name}' must be Single, Double, Boolean or a key, but it is {label.Type}.");
        }
    }

    private static ValueGetter<float> OfKey(DataViewRow row, DataViewSchema.Column label, KeyDataViewType key)
    {
        ulong count = key.Count;
        return Type.GetTypeCode(key.RawType) switch
        {
            TypeCode.Byte => Convert<byte>(row, label, value => Position(value, count)),
            TypeCode.UInt16 => Convert<ushort>(row, label, value => Position(value, count)),
            TypeCode.UInt32 => Convert<uint>(row, label, value => Position(value, count)),
            _ => Convert<ulong>(row, label, value => Position(value, count)),
        };
    }

    private static float Position(ulong value, ulong count) => value - 1 < count ? value - 1 : float.NaN;

    private static ValueGetter<float> Convert<T>(DataViewRow row, DataViewSchema.Column label, Func<T, float> convert) where T : struct
    {
        ValueGetter<T> getter = row.GetGetter<T>(label);
        return (ref float destination) =>
        {
            T value = default;
            getter(ref value);
            destination = convert(value);
        };
    }
}
