using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>v ← μ·v - η·g; w ← w + μ·v - η·g.</summary>
/// <remarks>w is a parameter, g its gradient, η the learning rate, and μ the momentum; v is the state.</remarks>
internal readonly unsafe struct NesterovRule<S, V>(in UpdateArguments arguments) : IUpdateRule<V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    private readonly V _minusRate = S.Broadcast(-arguments.Rate);
    private readonly V _momentum = S.Broadcast(arguments.Momentum);
    private readonly float* _velocity = arguments.FirstState;

    public static bool SkipsZeroGradients => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(float* parameter, nint offset, V gradient)
    {
        V step = S.Multiply(_minusRate, gradient);
        V velocity = S.MultiplyAdd(_momentum, S.Load(_velocity + offset), step);
        velocity = S.WhereGreater(S.Broadcast(IUpdateRule<V>.Negligible), S.Abs(velocity), S.Broadcast(0), velocity);
        S.Store(velocity, _velocity + offset);
        S.Store(S.Add(S.Load(parameter), S.MultiplyAdd(_momentum, velocity, step)), parameter);
    }
}
