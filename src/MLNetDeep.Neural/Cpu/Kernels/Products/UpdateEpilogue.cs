using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>Updates the parameters, whose gradients are the sums. The gradients are never stored in memory.</summary>
internal readonly unsafe struct UpdateEpilogue<S, V, TRule>(float* parameters, TRule rule) : IEpilogue<V>
    where S : struct, ISimd<V>
    where V : unmanaged
    where TRule : struct, IUpdateRule<V>
{
    private readonly TRule _rule = rule;

    public static bool SkipsEmptyRows => TRule.SkipsZeroGradients;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(nint offset, int column, V sum) => _rule.Apply(parameters + offset, offset, sum);
}
