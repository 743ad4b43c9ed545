using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>w ← w - η·g, where w is a parameter, g its gradient, and η the learning rate.</summary>
internal readonly unsafe struct SgdRule<S, V>(in UpdateArguments arguments) : IUpdateRule<V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    private readonly V _minusRate = S.Broadcast(-arguments.Rate);

    public static bool SkipsZeroGradients => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(float* parameter, nint offset, V gradient) =>
        S.Store(S.MultiplyAdd(_minusRate, gradient, S.Load(parameter)), parameter);
}
