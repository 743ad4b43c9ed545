using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// m ← m + (1-β₁)·(g - m); v ← β₂·v + (1-β₂)·g²; w ← w - η·m / (√v + ε).
/// </summary>
/// <remarks>
/// w is a parameter, g its gradient, and η the learning rate, which includes the bias corrections of the step; m and v are the states. v
/// is kept at or above <see cref="IUpdateRule{V}.Negligible"/>, whose square root, 1e-15, is far below the default ε.
/// </remarks>
internal readonly unsafe struct AdamRule<S, V>(in UpdateArguments arguments) : IUpdateRule<V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    private readonly V _minusRate = S.Broadcast(-arguments.Rate);
    private readonly V _oneMinusBeta1 = S.Broadcast(arguments.OneMinusBeta1);
    private readonly V _beta2 = S.Broadcast(arguments.Beta2);
    private readonly V _oneMinusBeta2 = S.Broadcast(arguments.OneMinusBeta2);
    private readonly V _epsilon = S.Broadcast(arguments.Epsilon);
    private readonly V _negligible = S.Broadcast(IUpdateRule<V>.Negligible);
    private readonly float* _mean = arguments.FirstState;
    private readonly float* _variance = arguments.SecondState;

    public static bool SkipsZeroGradients => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(float* parameter, nint offset, V gradient)
    {
        V mean = S.Load(_mean + offset);
        mean = S.MultiplyAdd(_oneMinusBeta1, S.Subtract(gradient, mean), mean);
        mean = S.WhereGreater(_negligible, S.Abs(mean), S.Broadcast(0), mean);
        S.Store(mean, _mean + offset);
        V square = S.Multiply(_oneMinusBeta2, S.Multiply(gradient, gradient));
        V variance = S.Max(_negligible, S.MultiplyAdd(_beta2, S.Load(_variance + offset), square));
        S.Store(variance, _variance + offset);
        V step = S.Multiply(_minusRate, mean);
        S.Store(S.MultiplyAdd(step, S.ReciprocalOfRootPlus(variance, _epsilon), S.Load(parameter)), parameter);
    }
}
