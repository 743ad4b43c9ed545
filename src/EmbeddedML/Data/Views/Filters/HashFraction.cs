namespace Microsoft.ML.Data;

/// <summary>The hashes of a column's values, as fractions of the largest one that there could be.</summary>
internal sealed class HashFraction(DataViewSchema.Column column, uint seed) : RowNumber(column), IRawTypeFunction<Func<DataViewRow, Func<double>>>
{
    private const int Bits = 30;

    private bool IsKey => Column.Type.ItemTypeOrSelf() is KeyDataViewType;

    public override Func<double> CreateGetter(DataViewRow row) => RawTypes.Invoke(Column.Type.ItemTypeOrSelf().RawType, this)(row);

    public Func<DataViewRow, Func<double>> Invoke<T>() => row => Column.Type is VectorDataViewType ? OfVectors(row.GetGetter<VBuffer<T>>(Column)) : OfScalars(row.GetGetter<T>(Column));

    private Func<double> OfScalars<T>(ValueGetter<T> getter)
    {
        bool isKey = IsKey;
        T value = default!;
        return () =>
        {
            getter(ref value);
            return Fraction(ValueHash.Of(value, isKey, seed));
        };
    }

    private Func<double> OfVectors<T>(ValueGetter<VBuffer<T>> getter)
    {
        bool areKeys = IsKey;
        VBuffer<T> value = default;
        return () =>
        {
            getter(ref value);
            return Fraction(ValueHash.Of(value, areKeys, seed));
        };
    }

    private static double Fraction(uint? hash) => hash is uint bits ? ((bits & ((1u << Bits) - 1)) + 0.5) / (1u << Bits) : double.NaN;
}
