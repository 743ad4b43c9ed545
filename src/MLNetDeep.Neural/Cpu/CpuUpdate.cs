using MLNetDeep.Neural.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>What is to become of the gradients of a step: where to apply them, and how.</summary>
/// <param name="target">The weights; or for <see cref="UpdateKind.Store"/>, where the gradients go.</param>
/// <param name="first">The optimizer's first state, if it has one.</param>
/// <param name="second">The optimizer's second state, if it has one.</param>
internal sealed unsafe class CpuUpdate(CpuModel target, CpuModel? first, CpuModel? second)
{
    /// <summary>The numbers of the present step; the states' addresses are filled in per layer.</summary>
    public UpdateArguments Arguments { get; set; }

    public DenseParameters Target(int position) => target[position];

    public UpdateArguments ForKernel(int position) => Arguments with
    {
        First = first is null ? null : first[position].Kernel,
        Second = second is null ? null : second[position].Kernel,
    };

    public UpdateArguments ForBias(int position) => Arguments with
    {
        First = first is null ? null : first[position].Bias,
        Second = second is null ? null : second[position].Bias,
    };
}
