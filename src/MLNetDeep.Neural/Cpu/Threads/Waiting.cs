using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu;

/// <summary>How threads wait for each other for microseconds.</summary>
internal static class Waiting
{
    private const int SpinsBeforeYield = 256;

    /// <summary>One turn of waiting; now and then the processor goes to others who want it.</summary>
    /// <param name="turn">Counted from 1.</param>
    /// <param name="spins">How long it is: a power of 2, up to 256. Who looks often keeps others from writing what is looked at.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Pause(int turn, int spins)
    {
        Thread.SpinWait(spins);
        if (turn % (SpinsBeforeYield / spins) == 0)
        {
            Thread.Yield();
        }
    }
}
