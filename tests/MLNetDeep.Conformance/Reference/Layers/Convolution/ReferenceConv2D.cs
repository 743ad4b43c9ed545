using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

internal sealed class ReferenceConv2D : ReferenceLayer
{
    public override Type Layer => typeof(Conv2D);

    public override double[][] Outputs(LayerSpec layer, double[][] rows, ReferenceContext context)
    {
        Conv2D conv = (Conv2D)layer;
        ReferenceConvolution.Axis height = new(context.InputShape[0], conv.KernelSize.Height, conv.Strides.Height, conv.Dilation.Height, conv.Padding);
        ReferenceConvolution.Axis width = new(context.InputShape[1], conv.KernelSize.Width, conv.Strides.Width, conv.Dilation.Width, conv.Padding);
        double[]? bias = conv.UseBias ? context.Parameters[1] : null;
        return
        [
            .. rows.Select(row => context.Activate(
                conv.Activation,
                ReferenceConvolution.Sums(row, height, width, context.InputShape[2], conv.Groups, context.Parameters[0], bias))),
        ];
    }
}
