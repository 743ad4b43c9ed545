using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>Sums are added to the result.</summary>
internal readonly unsafe struct AddedPatches<S, V> : IPatchEpilogue<V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    public static bool BeginsWithResult => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Begin(float* result, int column, int count) => RowEnd<S, V>.Load(result, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void End(float* result, int count, V sum) => RowEnd<S, V>.Store(sum, result, count);
}
