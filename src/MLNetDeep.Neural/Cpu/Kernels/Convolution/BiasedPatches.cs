using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>Sums begin with a bias, and f(sum) is stored, where f is the activation.</summary>
internal readonly unsafe struct BiasedPatches<S, V, TActivation>(float* bias) : IPatchEpilogue<V>
    where S : struct, ISimd<V>
    where V : unmanaged
    where TActivation : struct, IActivation<S, V>
{
    public static bool BeginsWithResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Begin(float* result, int column, int count) => RowEnd<S, V>.Load(bias + column, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void End(float* result, int count, V sum) => RowEnd<S, V>.Store(default(TActivation).Apply(sum), result, count);
}
