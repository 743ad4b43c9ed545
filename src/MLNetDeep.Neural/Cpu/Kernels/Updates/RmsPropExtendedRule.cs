using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// v ← ρ·v + (1-ρ)·g². If centered, a ← ρ·a + (1-ρ)·g and d = v - a²; otherwise d = v. s = -η·g / √(d + ε). With momentum, u ← μ·u + s and
/// w ← w + u; otherwise w ← w + s.
/// </summary>
/// <remarks>w is a parameter, g its gradient, η the learning rate, and μ the momentum; v, a and u are the states.</remarks>
internal readonly unsafe struct RmsPropExtendedRule<S, V>(in UpdateArguments arguments) : IUpdateRule<V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    private readonly V _minusRate = S.Broadcast(-arguments.Rate);
    private readonly V _rho = S.Broadcast(arguments.Beta1);
    private readonly V _oneMinusRho = S.Broadcast(arguments.OneMinusBeta1);
    private readonly V _momentum = S.Broadcast(arguments.Momentum);
    private readonly V _epsilon = S.Broadcast(arguments.Epsilon);
    private readonly V _negligible = S.Broadcast(IUpdateRule<V>.Negligible);
    private readonly float* _squares = arguments.FirstState;
    private readonly float* _velocity = arguments.Momentum > 0 ? arguments.SecondState : null;
    private readonly float* _mean = arguments.IsCentered ? arguments.ThirdState : null;

    public static bool SkipsZeroGradients => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(float* parameter, nint offset, V gradient)
    {
        V zero = S.Broadcast(0);
        V squares = S.MultiplyAdd(_rho, S.Load(_squares + offset), S.Multiply(_oneMinusRho, S.Multiply(gradient, gradient)));
        squares = S.WhereGreater(_negligible, squares, zero, squares);
        S.Store(squares, _squares + offset);
        V spread = squares;
        if (_mean is not null)
        {
            V mean = S.MultiplyAdd(_rho, S.Load(_mean + offset), S.Multiply(_oneMinusRho, gradient));
            mean = S.WhereGreater(_negligible, S.Abs(mean), zero, mean);
            S.Store(mean, _mean + offset);

            // Rounding could make the difference negative.
            spread = S.Max(zero, S.Subtract(squares, S.Multiply(mean, mean)));
        }

        V step = S.Divide(S.Multiply(_minusRate, gradient), S.SquareRoot(S.Add(spread, _epsilon)));
        if (_velocity is not null)
        {
            step = S.MultiplyAdd(_momentum, S.Load(_velocity + offset), step);
            step = S.WhereGreater(_negligible, S.Abs(step), zero, step);
            S.Store(step, _velocity + offset);
        }

        S.Store(S.Add(S.Load(parameter), step), parameter);
    }
}
