using System.Numerics;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>The smallest or the largest value. Missing ones count for neither.</summary>
/// <remarks>As in ML.NET, infinities count too, except in the slots of Double vectors; there, what is learned from no value is finite.</remarks>
internal sealed class ExtremeStatistic<T> : ReplacementStatistic<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly bool _isMaximum;
    private readonly bool _finiteOnly;
    private long _added;
    private T _extreme;

    public ExtremeStatistic(bool isMaximum, bool isBySlot)
    {
        _isMaximum = isMaximum;
        _finiteOnly = isBySlot && typeof(T) == typeof(double);
        T bound = _finiteOnly ? T.CreateTruncating(double.MaxValue) : T.PositiveInfinity;
        _extreme = isMaximum ? -bound : bound;
    }

    public override void Add(T value)
    {
        _added++;
        if (_finiteOnly && !T.IsFinite(value))
            return;
        if (_isMaximum ? value > _extreme : value < _extreme)
            _extreme = value;
    }

    public override T Finish(long total, IChannel channel)
    {
        if (_added < total)
            Add(T.Zero);
        return _extreme;
    }
}
