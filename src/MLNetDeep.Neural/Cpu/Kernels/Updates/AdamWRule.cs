using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>w ← w - η₀·λ·w; then the same update as <see cref="AdamRule{S, V}"/>.</summary>
/// <remarks>w is a parameter, η₀ the learning rate without bias corrections, and λ the weight decay.</remarks>
internal readonly unsafe struct AdamWRule<S, V>(in UpdateArguments arguments) : IUpdateRule<V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    private readonly AdamRule<S, V> _adam = new(arguments);
    private readonly V _minusDecay = S.Broadcast(-arguments.Decay);

    public static bool SkipsZeroGradients => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(float* parameter, nint offset, V gradient)
    {
        V value = S.Load(parameter);
        S.Store(S.MultiplyAdd(_minusDecay, value, value), parameter);
        _adam.Apply(parameter, offset, gradient);
    }
}
