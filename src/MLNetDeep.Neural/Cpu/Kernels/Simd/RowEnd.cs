using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>Loads and stores vectors in rows whose length need not be a multiple of the lanes. The count is that of the values that are left.</summary>
internal static unsafe class RowEnd<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    /// <summary>Loads a vector, or its first <paramref name="count"/> lanes if fewer values are left; the others are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load(float* source, int count) => count >= S.Lanes ? S.Load(source) : S.LoadPartial(source, count);

    /// <summary>Stores a vector, or its first <paramref name="count"/> lanes if fewer values are left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(V value, float* destination, int count)
    {
        if (count >= S.Lanes)
        {
            S.Store(value, destination);
        }
        else
        {
            S.StorePartial(value, destination, count);
        }
    }
}
