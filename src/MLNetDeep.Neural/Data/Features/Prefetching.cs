using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace MLNetDeep.Neural;

/// <summary>Asks for memory before it is read: rows in random order are otherwise waited for one by one.</summary>
internal static unsafe class Prefetching
{
    private const int LineBytes = 64;

    // Beyond this the processor has noticed by itself that the memory is read in order.
    private const int MaxBytes = 64 * LineBytes;

    /// <summary>Asks for the beginning of <paramref name="values"/>; does nothing where the processor takes no such hints.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ask<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (Sse.IsSupported)
        {
            // An address only; it may be anything, even if the memory has moved meanwhile.
            byte* first = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(values));
            long bytes = Math.Min((long)values.Length * sizeof(T), MaxBytes);
            for (long i = 0; i < bytes; i += LineBytes)
            {
                Sse.Prefetch0(first + i);
            }
        }
    }
}
