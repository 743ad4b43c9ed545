using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Pauses between two checks of a value that another thread is expected to change within microseconds.</summary>
internal static class SpinPause
{
    private const int SpinsBeforeYield = 256;

    /// <summary>Spins, and yields the processor after every 256 spins.</summary>
    /// <param name="turn">The one-based number of this pause within the current wait.</param>
    /// <param name="spins">
    /// The length of the pause in spins: a power of 2, up to 256. Short pauses slow down the thread that writes the value.
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
