using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>Loads and stores a part of a vector by way of the stack, for processors without instructions for it.</summary>
internal static unsafe class PartialVectors
{
    /// <inheritdoc cref="ISimd{V}.LoadPartial"/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static V Load<S, V>(float* source, int count)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        float* lanes = stackalloc float[AlignedBuffer.LineLength];
        new Span<float>(lanes, AlignedBuffer.LineLength).Clear();
        new ReadOnlySpan<float>(source, count).CopyTo(new Span<float>(lanes, count));
        return S.Load(lanes);
    }

    /// <inheritdoc cref="ISimd{V}.StorePartial"/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Store<S, V>(V value, float* destination, int count)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        float* lanes = stackalloc float[AlignedBuffer.LineLength];
        S.Store(value, lanes);
        new ReadOnlySpan<float>(lanes, count).CopyTo(new Span<float>(destination, count));
    }

    /// <inheritdoc cref="ISimd{V}.StoreSelected"/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int StoreSelected<S, V>(V value, uint lanes, float* destination)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        // As integers: copies of floats may change the bits of some integers.
        int* values = stackalloc int[AlignedBuffer.LineLength];
        S.Store(value, (float*)values);
        int* next = (int*)destination;
        for (int lane = 0; lane < S.Lanes; lane++, lanes >>= 1)
        {
            *next = values[lane];
            next += (int)(lanes & 1);
        }

        return (int)(next - (int*)destination);
    }
}
