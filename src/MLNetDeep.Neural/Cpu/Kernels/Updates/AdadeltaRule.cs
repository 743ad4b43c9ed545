using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>a ← ρ·a + (1-ρ)·g²; d = -g·√(b + ε) / √(a + ε); b ← ρ·b + (1-ρ)·d²; w ← w + η·d.</summary>
/// <remarks>w is a parameter, g its gradient, and η the learning rate; a and b are the states.</remarks>
internal readonly unsafe struct AdadeltaRule<S, V>(in UpdateArguments arguments) : IUpdateRule<V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    private readonly V _rate = S.Broadcast(arguments.Rate);
    private readonly V _rho = S.Broadcast(arguments.Beta1);
    private readonly V _oneMinusRho = S.Broadcast(arguments.OneMinusBeta1);
    private readonly V _epsilon = S.Broadcast(arguments.Epsilon);
    private readonly V _negligible = S.Broadcast(IUpdateRule<V>.Negligible);
    private readonly float* _squares = arguments.FirstState;
    private readonly float* _steps = arguments.SecondState;

    public static bool SkipsZeroGradients => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(float* parameter, nint offset, V gradient)
    {
        V zero = S.Broadcast(0);
        V squares = S.MultiplyAdd(_rho, S.Load(_squares + offset), S.Multiply(_oneMinusRho, S.Multiply(gradient, gradient)));
        squares = S.WhereGreater(_negligible, squares, zero, squares);
        S.Store(squares, _squares + offset);
        V steps = S.Load(_steps + offset);
        V scale = S.SquareRoot(S.Divide(S.Add(steps, _epsilon), S.Add(squares, _epsilon)));
        V delta = S.Subtract(zero, S.Multiply(gradient, scale));
        steps = S.MultiplyAdd(_rho, steps, S.Multiply(_oneMinusRho, S.Multiply(delta, delta)));
        steps = S.WhereGreater(_negligible, steps, zero, steps);
        S.Store(steps, _steps + offset);
        S.Store(S.MultiplyAdd(_rate, delta, S.Load(parameter)), parameter);
    }
}
