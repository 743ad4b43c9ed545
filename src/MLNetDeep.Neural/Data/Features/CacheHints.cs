using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace MLNetDeep.Neural;

/// <summary>
/// Prefetches memory into the processor's cache before it is read. Without this, each row in random order would cost a cache miss.
/// </summary>
internal static unsafe class CacheHints
{
    private const int CacheLineBytes = 64;

    // Beyond this many bytes, the processor's own prefetcher has detected the sequential read.
    private const int MaxBytes = 64 * CacheLineBytes;

    /// <summary>Prefetches the beginning of <paramref name="values"/>; does nothing if the processor has no prefetch instruction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (Sse.IsSupported)
        {
            // The garbage collector may move the memory at any time. A prefetch of a stale address is harmless, since it never faults.
            byte* first = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(values));
            long bytes = Math.Min((long)values.Length * sizeof(T), MaxBytes);
            for (long i = 0; i < bytes; i += CacheLineBytes)
            {
                Sse.Prefetch0(first + i);
            }
        }
    }
}
