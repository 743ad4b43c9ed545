using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>Stores the gradient instead of updating a parameter.</summary>
internal readonly unsafe struct StoreRule<S, V> : IUpdateRule<V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    public static bool SkipsZeroGradients => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(float* parameter, nint offset, V gradient) => S.Store(gradient, parameter);
}
