namespace MLNetDeep.Benchmarks.Distributed.Model;

/// <summary>How an all-reduce sums the same number of bytes of each rank.</summary>
internal enum AllReduceAlgorithm
{
    /// <summary>Halves are exchanged and summed, then quarters and so on; then the sums go back the same way (Rabenseifner).</summary>
    Halving,

    /// <summary>Every rank sends a part to the next one, 2 (N - 1) times.</summary>
    Ring,

    /// <summary>A tree sums everything in rank 0, and another tree sends it to all: Open MPI's choice for MPI_Iallreduce in place.</summary>
    Tree,
}
