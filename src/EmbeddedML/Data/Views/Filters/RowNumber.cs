namespace Microsoft.ML.Data;

/// <summary>A number for each row, made from one column; NaN where the column's value is missing.</summary>
internal abstract class RowNumber(DataViewSchema.Column column)
{
    public DataViewSchema.Column Column { get; } = column;

    /// <summary>Gives the number of the row that <paramref name="row"/> is at.</summary>
    public abstract Func<double> CreateGetter(DataViewRow row);

    /// <summary>A column's own values, if they are reals.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They are not.</exception>
    public static RowNumber ValueOf(DataViewSchema.Column column, string argument)
    {
        if (!IsReal(column.Type))
            throw ColumnErrors.WrongType(argument, "filter", column.Name, "Single or Double", column.Type.ToString()!);
        return new RealNumber(column);
    }

    /// <summary>The place of a column's keys among all keys, as a fraction.</summary>
    public static RowNumber FractionOf(DataViewSchema.Column column) => new KeyFraction(column);

    public static bool IsReal(DataViewType type) => type.Equals(NumberDataViewType.Single) || type.Equals(NumberDataViewType.Double);

    private sealed class RealNumber(DataViewSchema.Column column) : RowNumber(column)
    {
        public override Func<double> CreateGetter(DataViewRow row) => RealGetter(row, Column);
    }

    private sealed class KeyFraction(DataViewSchema.Column column) : RowNumber(column), IRawTypeFunction<Func<DataViewRow, Func<double>>>
    {
        public override Func<double> CreateGetter(DataViewRow row) => RawTypes.Invoke(Column.Type.RawType, this)(row);

        public Func<DataViewRow, Func<double>> Invoke<TKey>() => row =>
        {
            ValueGetter<TKey> getter = row.GetGetter<TKey>(Column);
            ulong count = ((KeyDataViewType)Column.Type).Count;
            return () =>
            {
                TKey key = default!;
                getter(ref key);
                ulong number = KeyNumber.Of(key);
                return number == 0 || number > count ? double.NaN : ((uint)number - 0.5) / count;
            };
        };
    }

    protected static Func<double> RealGetter(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type.RawType == typeof(double))
        {
            ValueGetter<double> doubles = row.GetGetter<double>(column);
            return () =>
            {
                double value = 0;
                doubles(ref value);
                return value;
            };
        }
        ValueGetter<float> singles = row.GetGetter<float>(column);
        return () =>
        {
            float value = 0;
            singles(ref value);
            return value;
        };
    }
}
