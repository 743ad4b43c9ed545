namespace MLNetDeep.Mpi;

/// <summary>What an <see cref="MpiExchange"/> has done so far in this rank.</summary>
/// <param name="Steps">The number of steps that have ended.</param>
/// <param name="BytesExchanged">
/// The bytes of the gradients and results of all steps, and of the arguments of Sum, Broadcast and Gather. How often each byte is sent is
/// MPI's choice: an all-reduce between N ranks sends it about 2 (N - 1) / N times from each rank.
/// </param>
/// <param name="TimeWaiting">The time for which calls have waited for MPI: for the network and for other ranks that were later.</param>
public readonly record struct MpiStatistics(long Steps, long BytesExchanged, TimeSpan TimeWaiting);
