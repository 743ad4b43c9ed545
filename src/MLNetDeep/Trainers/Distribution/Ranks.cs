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
}
