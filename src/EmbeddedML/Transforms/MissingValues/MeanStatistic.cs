using System.Numerics;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>The mean of the values that are finite. Zeros need not be added one by one.</summary>
/// <param name="isAcrossSlots">
/// Whether the values are those of all slots of vectors. If none of these is finite, the mean is NaN, as in ML.NET; else it is 0.
/// </param>
internal sealed class MeanStatistic<T>(bool isAcrossSlots) : ReplacementStatistic<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private long _notFinite;
    private long _nonZeros;
    private double _mean;

    public override void Add(T stored)
    {
        if (T.IsZero(stored))
            return;
        if (!T.IsFinite(stored))
        {
            _notFinite++;
            return;
        }
        double value = double.CreateTruncating(stored);
        _nonZeros++;
        // With opposite signs the difference could overflow, with one sign it cannot.
        if ((_mean > 0) != (value > 0))
            _mean = _mean - (_mean / _nonZeros) + (value / _nonZeros);
        else
            _mean += (value - _mean) / _nonZeros;
    }

    public override T Finish(long total, IChannel channel)
    {
        if (total == _notFinite && !isAcrossSlots)
        {
            channel.Warning(MessageSensitivity.None, "All values in this column are NAs, using default value for imputation");
            return T.Zero;
        }
        return T.CreateTruncating(_mean * ((double)_nonZeros / (total - _notFinite)));
    }
}
