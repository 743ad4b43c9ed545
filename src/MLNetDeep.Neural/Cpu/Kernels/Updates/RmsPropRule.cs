using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>v ← ρ·v + (1-ρ)·g²; w ← w - η·g / √(v + ε).</summary>
/// <remarks>w is a parameter, g its gradient, and η the learning rate; v is the state.</remarks>
internal readonly unsafe struct RmsPropRule<S, V>(in UpdateArguments arguments) : IUpdateRule<V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    private readonly V _minusRate = S.Broadcast(-arguments.Rate);
    private readonly V _rho = S.Broadcast(arguments.Beta1);
    private readonly V _oneMinusRho = S.Broadcast(arguments.OneMinusBeta1);
    private readonly V _epsilon = S.Broadcast(arguments.Epsilon);
    private readonly V _negligible = S.Broadcast(IUpdateRule<V>.Negligible);
    private readonly float* _squares = arguments.FirstState;

    public static bool SkipsZeroGradients => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(float* parameter, nint offset, V gradient)
    {
        V squares = S.MultiplyAdd(_rho, S.Load(_squares + offset), S.Multiply(_oneMinusRho, S.Multiply(gradient, gradient)));
        squares = S.WhereGreater(_negligible, squares, S.Broadcast(0), squares);
        S.Store(squares, _squares + offset);
        V step = S.Divide(S.Multiply(_minusRate, gradient), S.SquareRoot(S.Add(squares, _epsilon)));
        S.Store(S.Add(S.Load(parameter), step), parameter);
    }
}
