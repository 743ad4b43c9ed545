using MLNetDeep.Neural;

namespace MLNetDeep.Hosting;

/// <summary>The result of an epoch.</summary>
/// <param name="Result">The result.</param>
/// <param name="Batch">The number of batches up to the end of this epoch, since the first epoch began.</param>
internal sealed record EpochPoint(EpochResult Result, long Batch);
