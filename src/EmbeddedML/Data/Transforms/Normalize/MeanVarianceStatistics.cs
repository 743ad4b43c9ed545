using System.Numerics;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>The mean and the variance of each slot. Values that are not finite do not count; a slot that is not stored counts as 0.</summary>
/// <remarks>
/// Welford's recurrence (Technometrics 4, 1962) runs over the values other than 0; the zeros, whose number is known in the end,
/// are merged in as one group (Chan, Golub and LeVeque, 1979).
/// </remarks>
internal sealed class MeanVarianceStatistics<T>(DataViewType type, bool fixZero, bool useCdf) : SlotStatistics<T>(type, fixZero)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double[] _means = new double[type.ValueCount()];
    private readonly double[] _squaredDeviations = new double[type.ValueCount()];
    private readonly long[] _counts = new long[type.ValueCount()];
    private readonly long[] _notFinite = new long[type.ValueCount()];
    private long _rows;

    public override void Add(in VBuffer<T> vector)
    {
        _rows++;
        ReadOnlySpan<T> values = vector.GetValues();
        ReadOnlySpan<int> indices = vector.GetIndices();
        for (int i = 0; i < values.Length; i++)
            Update(vector.IsDense ? i : indices[i], values[i]);
    }

    public override ColumnNormalizer Finish()
    {
        for (int slot = 0; slot < _means.Length; slot++)
            AddZeros(slot, _rows - _notFinite[slot] - _counts[slot]);
        return useCdf ? MakeCdf() : MakeAffine();
    }

    private void Update(int slot, T stored)
    {
        if (T.IsZero(stored))
            return;
        if (!T.IsFinite(stored))
        {
            _notFinite[slot]++;
            return;
        }
        double value = double.CreateTruncating(stored);
        double deviation = value - _means[slot];
        _means[slot] += deviation / ++_counts[slot];
        _squaredDeviations[slot] += deviation * (value - _means[slot]);
    }

    private void AddZeros(int slot, long count)
    {
        if (count == 0)
            return;
        _counts[slot] += count;
        double deviation = 0 - _means[slot];
        _means[slot] += deviation * count / _counts[slot];
        _squaredDeviations[slot] += deviation * (0 - _means[slot]) * count;
    }

    private ColumnNormalizer MakeAffine()
    {
        var scales = new T[_means.Length];
        var offsets = new T[_means.Length];
        for (int slot = 0; slot < scales.Length; slot++)
            (scales[slot], offsets[slot]) = ScaleOf(slot);
        return MakeAffine(scales, offsets);
    }

    // With a fixed zero, what is scaled to 1 is the root of the mean square rather than the standard deviation.
    private (T Scale, T Offset) ScaleOf(int slot)
    {
        if (_squaredDeviations[slot] == 0)
            return (T.Zero, T.Zero);
        double variance = _squaredDeviations[slot] / _counts[slot];
        if (FixZero)
            return (variance == 0 ? T.Zero : T.One / T.CreateTruncating(Math.Sqrt(variance + (_means[slot] * _means[slot]))), T.Zero);
        double standardDeviation = Math.Sqrt(variance);
        T scale = standardDeviation == 0 ? T.Zero : T.One / T.CreateTruncating(standardDeviation);
        return (scale, T.IsZero(scale) ? T.Zero : T.CreateTruncating(_means[slot]));
    }

    private ColumnNormalizer MakeCdf()
    {
        var means = new T[_means.Length];
        var standardDeviations = new T[_means.Length];
        for (int slot = 0; slot < means.Length; slot++)
        {
            if (_squaredDeviations[slot] == 0 || _counts[slot] == 0)
                continue;
            means[slot] = T.CreateTruncating(_means[slot]);
            standardDeviations[slot] = T.CreateTruncating(Math.Sqrt(_squaredDeviations[slot] / _counts[slot]));
        }
        return Type is VectorDataViewType
            ? new CdfVectorNormalizer<T>(Type, means, standardDeviations, useLog: false)
            : new CdfNormalizer<T>(Type, means[0], standardDeviations[0], useLog: false);
    }
}
