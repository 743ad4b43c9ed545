using System.Numerics;

namespace MLNetDeep.Benchmarks.Distributed.Model;

/// <summary>The time of an all-reduce between ranks on hosts of their own.</summary>
/// <remarks>
/// Thakur, Rabenseifner and Gropp, Optimization of Collective Communication Operations in MPICH (2005); Patarasuk and Yuan, Bandwidth
/// Optimal All-reduce Algorithms for Clusters of Workstations (2009). Adding up is left out: a core adds more than 1 GB/s.
/// </remarks>
internal static class AllReduce
{
    /// <summary>Returns the time in seconds.</summary>
    public static double Seconds(AllReduceAlgorithm algorithm, int ranks, double bytes, NetworkLink link) =>
        Messages(algorithm, ranks, bytes).Sum(message => link.MessageSeconds(message.Length, message.Count));

    /// <summary>
    /// Returns the lengths in bytes of the messages that follow one another, and how many of each a link carries at once. Others are sent at
    /// the same time on other links.
    /// </summary>
    public static IEnumerable<(double Length, int Count)> Messages(AllReduceAlgorithm algorithm, int ranks, double bytes) => algorithm switch
    {
        _ when ranks == 1 => [],
        AllReduceAlgorithm.Halving => Halving(ranks, bytes),
        AllReduceAlgorithm.Ring => Enumerable.Repeat((bytes / ranks, 1), 2 * (ranks - 1)),
        AllReduceAlgorithm.Tree => Tree(ranks, bytes),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, null),
    };

    // Ranks beyond a power of two give their part to a neighbour before (half in each direction, then a half back), and get the sum at last.
    private static IEnumerable<(double Length, int Count)> Halving(int ranks, double bytes)
    {
        int rounds = BitOperations.Log2((uint)ranks);
        IEnumerable<(double Length, int Count)> halves = Enumerable.Range(1, rounds).Select(round => (bytes / Math.Pow(2, round), 1));
        IEnumerable<(double Length, int Count)> all = halves.Concat(halves.Reverse());
        return BitOperations.IsPow2(ranks) ? all : [(bytes / 2, 1), (bytes / 2, 1), .. all, (bytes, 1)];
    }

    // Up: one message per level. Down: the root sends to as many ranks at a time as there are levels, which share its link; the first of them
    // then sends to one fewer, and so on.
    private static IEnumerable<(double Length, int Count)> Tree(int ranks, double bytes)
    {
        int levels = BitOperations.Log2((uint)(ranks - 1)) + 1;
        return Enumerable.Repeat((bytes, 1), levels).Concat(Enumerable.Range(1, levels).Reverse().Select(children => (bytes, children)));
    }
}
