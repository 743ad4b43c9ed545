using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu;

/// <summary>The pause between two checks of a value that another thread will change within microseconds.</summary>
internal static class SpinPause
{
    private const int SpinsBeforeYield = 256;

    /// <summary>Spins, and yields the processor once every 256 spins.</summary>
    /// <param name="turn">The number of this pause within the wait, counted from 1.</param>
    /// <param name="spins">
    /// The length of the pause: a power of 2, up to 256. Frequent checks slow down the thread that writes the value.
    /// </param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Wait(int turn, int spins)
    {
        Thread.SpinWait(spins);
        if (turn % (SpinsBeforeYield / spins) == 0)
        {
            Thread.Yield();
        }
    }
}
