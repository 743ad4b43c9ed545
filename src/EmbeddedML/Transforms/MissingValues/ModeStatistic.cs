using System.Numerics;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>The most frequent of the finite values; of several, the one that was first so frequent. As in ML.NET, zeros that are not stored do not count.</summary>
internal sealed class ModeStatistic<T> : ReplacementStatistic<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dictionary<T, int> _counts = [];
    private T _mode;
    private int _highest;

    public override void Add(T value)
    {
        if (!T.IsFinite(value))
            return;
        int count = _counts.GetValueOrDefault(value) + 1;
        _counts[value] = count;
        if (count > _highest)
            (_mode, _highest) = (value, count);
    }

    public override T Finish(long total, IChannel channel) => _mode;
}
