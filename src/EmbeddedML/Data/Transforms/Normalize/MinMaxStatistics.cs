using System.Numerics;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>The smallest and the largest value of each slot. NaN counts for neither; a slot that is not stored counts as 0.</summary>
internal sealed class MinMaxStatistics<T> : SlotStatistics<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _minima;
    private readonly T[] _maxima;
    private readonly long[] _timesStored;
    private long _rows;
    private long _denseRows;

    public MinMaxStatistics(DataViewType type, bool fixZero) : base(type, fixZero)
    {
        int size = type.ValueCount();
        _minima = new T[size];
        _maxima = new T[size];
        _timesStored = new long[size];
        _minima.AsSpan().Fill(T.PositiveInfinity);
        _maxima.AsSpan().Fill(T.NegativeInfinity);
    }

    public override void Add(in VBuffer<T> vector)
    {
        _rows++;
        ReadOnlySpan<T> values = vector.GetValues();
        if (vector.IsDense)
        {
            _denseRows++;
            AddDense(values);
            return;
        }
        ReadOnlySpan<int> indices = vector.GetIndices();
        for (int i = 0; i < values.Length; i++)
        {
            _timesStored[indices[i]]++;
            Update(indices[i], values[i]);
        }
    }

    public override ColumnNormalizer Finish()
    {
        var scales = new T[_minima.Length];
        var offsets = new T[_minima.Length];
        for (int slot = 0; slot < scales.Length; slot++)
        {
            if (_denseRows + _timesStored[slot] < _rows)
                Update(slot, T.Zero);
            (scales[slot], offsets[slot]) = ScaleOf(_minima[slot], _maxima[slot]);
        }
        return MakeAffine(scales, offsets);
    }

    // A slot that has one value only, or none, tells nothing: it becomes 0.
    private (T Scale, T Offset) ScaleOf(T minimum, T maximum)
    {
        if (!(maximum > minimum))
            return (T.Zero, T.Zero);
        if (FixZero)
            return (T.One / T.Max(T.Abs(maximum), T.Abs(minimum)), T.Zero);
        T scale = T.One / (maximum - minimum);
        return (scale, T.IsZero(scale) ? T.Zero : minimum);
    }

    // Comparisons with NaN do not hold, so it changes nothing.
    private void AddDense(ReadOnlySpan<T> values)
    {
        int slot = 0;
        for (; slot <= values.Length - Vector<T>.Count; slot += Vector<T>.Count)
        {
            var value = new Vector<T>(values[slot..]);
            var minimum = new Vector<T>(_minima, slot);
            var maximum = new Vector<T>(_maxima, slot);
            Vector.ConditionalSelect(Vector.LessThan(value, minimum), value, minimum).CopyTo(_minima, slot);
            Vector.ConditionalSelect(Vector.GreaterThan(value, maximum), value, maximum).CopyTo(_maxima, slot);
        }
        for (; slot < values.Length; slot++)
            Update(slot, values[slot]);
    }

    private void Update(int slot, T value)
    {
        if (value < _minima[slot])
            _minima[slot] = value;
        if (value > _maxima[slot])
            _maxima[slot] = value;
    }
}
