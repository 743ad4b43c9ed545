using System.Numerics;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>What is learned of the values of one slot, or of all slots together.</summary>
internal abstract class ReplacementStatistic<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Takes a value in, which may be missing.</summary>
    public abstract void Add(T value);

    /// <summary>What stands in for missing values.</summary>
    /// <param name="total">The number of values; those of them that were not added were zeros that sparse vectors do not store.</param>
    /// <param name="channel">Where to warn.</param>
    public abstract T Finish(long total, IChannel channel);

    public static ReplacementStatistic<T> Create(MissingValueReplacingEstimator.ReplacementMode mode, bool isBySlot, bool isAcrossSlots) => mode switch
    {
        MissingValueReplacingEstimator.ReplacementMode.Mean => new MeanStatistic<T>(isAcrossSlots),
        MissingValueReplacingEstimator.ReplacementMode.Minimum => new ExtremeStatistic<T>(isMaximum: false, isBySlot),
        MissingValueReplacingEstimator.ReplacementMode.Maximum => new ExtremeStatistic<T>(isMaximum: true, isBySlot),
        MissingValueReplacingEstimator.ReplacementMode.Mode => new ModeStatistic<T>(),
        _ => throw new InvalidOperationException($"'{mode}' is not a way to replace missing values."),
    };
}
