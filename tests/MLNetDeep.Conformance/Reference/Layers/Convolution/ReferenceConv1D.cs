using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

internal sealed class ReferenceConv1D : ReferenceLayer
{
    public override Type Layer => typeof(Conv1D);

    public override double[][] Outputs(LayerSpec layer, double[][] rows, ReferenceContext context)
    {
        Conv1D conv = (Conv1D)layer;
        ReferenceConvolution.Axis one = new(1, 1, 1, 1, Padding.Valid);
        ReferenceConvolution.Axis time = new(context.InputShape[0], conv.KernelSize, conv.Strides, conv.Dilation, conv.Padding);
        double[]? bias = conv.UseBias ? context.Parameters[1] : null;
        return
        [
            .. rows.Select(row => context.Activate(
                conv.Activation,
                ReferenceConvolution.Sums(row, one, time, context.InputShape[1], conv.Groups, context.Parameters[0], bias))),
        ];
    }
}
