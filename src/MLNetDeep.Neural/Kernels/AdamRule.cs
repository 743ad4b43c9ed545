using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Kernels;

/// <summary>m ← β₁·m + (1-β₁)·g; v ← β₂·v + (1-β₂)·g²; w ← w - η·m / (√v + ε), where η holds the corrections of the step.</summary>
internal readonly unsafe struct AdamRule<S, V>(in UpdateArguments arguments) : IUpdateRule<V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    private readonly V _minusRate = S.Broadcast(-arguments.Rate);
    private readonly V _beta1 = S.Broadcast(arguments.Beta1);
    private readonly V _oneMinusBeta1 = S.Broadcast(arguments.OneMinusBeta1);
    private readonly V _beta2 = S.Broadcast(arguments.Beta2);
    private readonly V _oneMinusBeta2 = S.Broadcast(arguments.OneMinusBeta2);
    private readonly V _epsilon = S.Broadcast(arguments.Epsilon);
    private readonly V _negligible = S.Broadcast(IUpdateRule<V>.Negligible);
    private readonly float* _mean = arguments.First;
    private readonly float* _variance = arguments.Second;

    public static bool LeavesZeroGradients => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(float* parameter, nint offset, V gradient)
    {
        V zero = S.Broadcast(0);
        V mean = S.MultiplyAdd(_beta1, S.Load(_mean + offset), S.Multiply(_oneMinusBeta1, gradient));
        mean = S.WhereGreater(_negligible, S.Abs(mean), zero, mean);
        V variance = S.MultiplyAdd(_beta2, S.Load(_variance + offset), S.Multiply(_oneMinusBeta2, S.Multiply(gradient, gradient)));
        variance = S.WhereGreater(_negligible, variance, zero, variance);
        S.Store(mean, _mean + offset);
        S.Store(variance, _variance + offset);
        V step = S.DivideByRoot(S.Multiply(_minusRate, mean), variance, _epsilon);
        S.Store(S.Add(S.Load(parameter), step), parameter);
    }
}
