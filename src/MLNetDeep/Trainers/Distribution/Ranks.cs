using System.Runtime.InteropServices;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>What trainers need of an exchange; without one, the process is the first of one rank.</summary>
internal static class Ranks
{
    /// <summary>Whether this process is the one that logs, reports and saves.</summary>
    public static bool IsFirst(this IGradientExchange? exchange) => exchange is null or { Rank: 0 };

    /// <summary>Returns the value that the first rank has. All ranks must call this.</summary>
    public static int OfFirst(this IGradientExchange? exchange, int value)
    {
        exchange?.Broadcast(MemoryMarshal.AsBytes(new Span<int>(ref value)));
        return value;
    }

    /// <summary>Returns the number of rows of all ranks; null if one of them does not know its own. All ranks must call this.</summary>
    /// <param name="exchange">The exchange; null without ranks.</param>
    /// <param name="rows">The number of rows of this rank; null if it is not known.</param>
    public static long? SumOfRows(this IGradientExchange? exchange, long? rows)
    {
        if (exchange is null)
        {
            return rows;
        }

        // Counts are exact as doubles.
        Span<double> sums = [rows ?? 0, rows is null ? 1 : 0];
        exchange.Sum(sums);
        return sums[1] > 0 ? null : (long)sums[0];
    }
}
