using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>Takes the sums as a gradient and changes the parameters at the same place at once: the gradient is never in memory.</summary>
internal readonly unsafe struct UpdateEpilogue<S, V, TRule>(float* parameters, TRule rule) : IEpilogue<V>
    where S : struct, ISimd<V>
    where V : unmanaged
    where TRule : struct, IUpdateRule<V>
{
    private readonly TRule _rule = rule;

    public static bool LeavesEmptyRows => TRule.LeavesZeroGradients;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(nint offset, int column, V sum) => _rule.Apply(parameters + offset, offset, sum);
}
