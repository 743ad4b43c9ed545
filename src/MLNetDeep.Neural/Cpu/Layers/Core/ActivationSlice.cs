using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>An activation as a layer of its own; see <see cref="ElementwiseLayer"/>.</summary>
internal sealed unsafe class ActivationSlice(ActivationLayer layer, SliceValues input, int rows, KernelSet kernels)
    : SliceLayer(input.Units, rows, kernels)
{
    private readonly ActivationKind _kind = ActivationKind.For(layer.Activation);

    public override void Forward(int rows)
    {
        for (int unit = 0; unit < Output.Units; unit++)
        {
            Kernels.Activate(_kind, input.Unit(unit), Output.Unit(unit), rows);
        }
    }

    public override void Backward(int rows, SliceLayer? below, CpuParameters gradients)
    {
        if (below is null)
        {
            return;
        }

        SliceValues saved = _kind.NeedsSums ? input : Output;
        for (int unit = 0; unit < Output.Units; unit++)
        {
            float* gradient = below.OutputGradient.Unit(unit);
            new Span<float>(OutputGradient.Unit(unit), rows).CopyTo(new Span<float>(gradient, rows));
            Kernels.ActivationGradient(_kind, gradient, saved.Unit(unit), rows);
        }

        below.MultiplyByDerivative(rows);
    }
}
