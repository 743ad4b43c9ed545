using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>Stores f(sum + bias), where f is the activation.</summary>
internal readonly unsafe struct ActivationEpilogue<S, V, TActivation>(float* result, float* bias) : IEpilogue<V>
    where S : struct, ISimd<V>
    where V : unmanaged
    where TActivation : struct, IActivation<S, V>
{
    public static bool SkipsEmptyRows => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(nint offset, int column, V sum) =>
        S.Store(default(TActivation).Apply(S.Add(sum, S.Load(bias + column))), result + offset);
}
