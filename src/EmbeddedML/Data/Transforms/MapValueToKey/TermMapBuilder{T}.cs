using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Collects the different values of one column. Missing values and empty texts are passed over.</summary>
internal sealed class TermMapBuilder<T> : TermMapBuilder
{
    private readonly PrimitiveDataViewType _itemType;
    private readonly int _maximumCount;
    private readonly Predicate<T>? _isMissing;
    private readonly TermIndex<T> _index = TermIndex<T>.Create();
    private readonly Func<bool> _readRow;
    private bool _sawImplicitDefault;

    public TermMapBuilder(DataViewRowCursor cursor, DataViewSchema.Column column, int maximumCount)
    {
        _itemType = (PrimitiveDataViewType)column.Type.ItemTypeOrSelf();
        _maximumCount = maximumCount;
        _isMissing = TermComparer<T>.IsMissing(_itemType);
        _readRow = column.Type is VectorDataViewType
            ? MakeReader(cursor.GetGetter<VBuffer<T>>(column))
            : MakeReader(cursor.GetGetter<T>(column));
    }

    public override int Count => _index.Values.Count;

    public override bool ReadRow() => _readRow();

    public override TermMap Finish(ValueToKeyMappingEstimator.KeyOrdinality ordinality)
    {
        if (ordinality == ValueToKeyMappingEstimator.KeyOrdinality.ByOccurrence)
            return new TermMap<T>(_itemType, _index);
        // ML.NET sorts an array that it has not made yet.
        T[] values = [.. _index.Values];
        if (values.Length == 0 && _itemType is not TextDataViewType)
            throw new ArgumentNullException(nameof(values), $"There are no values of type '{_itemType}' to be ordered.");
        Array.Sort(values, TermComparer<T>.Order);
        return new TermMap<T>(_itemType, values);
    }

    private Func<bool> MakeReader(ValueGetter<T> getter)
    {
        T value = default!;
        return () =>
        {
            getter(ref value);
            return Add(value);
        };
    }

    private Func<bool> MakeReader(ValueGetter<VBuffer<T>> getter)
    {
        VBuffer<T> vector = default;
        return () =>
        {
            getter(ref vector);
            return AddAll(vector);
        };
    }

    // The slots that a sparse vector does not store have the default value, which counts at the first of them.
    private bool AddAll(in VBuffer<T> vector)
    {
        ReadOnlySpan<T> values = vector.GetValues();
        ReadOnlySpan<int> indices = vector.GetIndices();
        for (int i = 0; i < values.Length; i++)
        {
            if (!vector.IsDense && !_sawImplicitDefault && indices[i] != i && !AddImplicitDefault())
                return false;
            if (!Add(values[i]))
                return false;
        }
        return vector.IsDense || _sawImplicitDefault || AddImplicitDefault();
    }

    private bool AddImplicitDefault()
    {
        _sawImplicitDefault = true;
        return Add(default!);
    }

    private bool Add(T value)
    {
        bool isAdded = _isMissing?.Invoke(value) != true && _index.TryAdd(value);
        return !isAdded || _index.Values.Count < _maximumCount;
    }
}
