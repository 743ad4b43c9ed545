using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace MLNetDeep.Neural;

/// <summary>Prefetches memory into the cache before it is read: rows in random order would otherwise each cost a cache miss.</summary>
internal static unsafe class CacheHints
{
    private const int LineBytes = 64;

    // After this many bytes the processor's own prefetcher has detected the sequential read.
    private const int MaxBytes = 64 * LineBytes;

    /// <summary>Prefetches the beginning of <paramref name="values"/>; does nothing where the processor has no such instruction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (Sse.IsSupported)
        {
            // A prefetch never faults, so the address may be stale: the garbage collector may have moved the memory meanwhile.
            byte* first = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(values));
            long bytes = Math.Min((long)values.Length * sizeof(T), MaxBytes);
            for (long i = 0; i < bytes; i += LineBytes)
            {
                Sse.Prefetch0(first + i);
            }
        }
    }
}
