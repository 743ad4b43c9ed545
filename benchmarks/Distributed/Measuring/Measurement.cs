namespace MLNetDeep.Benchmarks.Distributed.Measuring;

/// <summary>What a training took: a line of the file of results.</summary>
/// <param name="Link">The name of the link between hosts, or "machine" for ranks on one machine.</param>
/// <param name="Network">The name of the network.</param>
/// <param name="Parameters">The number of trained numbers.</param>
/// <param name="Mode">
/// "plain": one process. "mpi": ranks train together. "alone": each rank trains on its part of the rows without the others, but updates its
/// weights at the end of a step, as with an exchange. "alone, fused": the same, with updates as soon as a gradient is known.
/// </param>
/// <param name="Ranks">The number of processes that ran at the same time.</param>
/// <param name="Threads">The threads of each.</param>
/// <param name="Batch">The rows of a step of all ranks.</param>
/// <param name="LocalSteps">The steps between averages of the weights; 1 if gradients are summed in each step.</param>
/// <param name="StepMilliseconds">The time of a step: the median of the epochs.</param>
/// <param name="WaitMilliseconds">The time per step for which rank 0 waited for MPI.</param>
/// <param name="BytesPerStep">The bytes that a rank gave to MPI per step.</param>
internal sealed record Measurement(
    string Link,
    string Network,
    long Parameters,
    string Mode,
    int Ranks,
    int Threads,
    int Batch,
    int LocalSteps,
    double StepMilliseconds,
    double WaitMilliseconds,
    double BytesPerStep);
