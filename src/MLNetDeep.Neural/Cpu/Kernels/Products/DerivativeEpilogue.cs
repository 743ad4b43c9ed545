using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>Stores sum · f'(z), where f is the activation and the outputs f(z) are saved at the same offsets.</summary>
internal readonly unsafe struct DerivativeEpilogue<S, V, TActivation>(float* result, float* saved) : IEpilogue<V>
    where S : struct, ISimd<V>
    where V : unmanaged
    where TActivation : struct, IActivation<S, V>
{
    public static bool SkipsEmptyRows => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(nint offset, int column, V sum) =>
        S.Store(default(TActivation).Backward(sum, S.Load(saved + offset)), result + offset);
}
