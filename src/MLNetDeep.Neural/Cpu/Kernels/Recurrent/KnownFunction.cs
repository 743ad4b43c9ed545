using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>An activation that is known when the kernel is compiled, and whose derivative follows from the output.</summary>
internal readonly struct KnownFunction<S, V, TActivation> : ICellFunction<V>
    where S : struct, ISimd<V>
    where V : unmanaged
    where TActivation : struct, IActivation<S, V>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply(V sum, out V saved) => saved = default(TActivation).Apply(sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Output(V saved) => saved;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Backward(V gradient, V saved) => default(TActivation).Backward(gradient, saved);
}
