using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>A convolution with as many groups as channels.</summary>
internal sealed class ReferenceDepthwiseConv2D : ReferenceLayer
{
    public override Type Layer => typeof(DepthwiseConv2D);

    public override double[][] Outputs(LayerSpec layer, double[][] rows, ReferenceContext context)
    {
        DepthwiseConv2D conv = (DepthwiseConv2D)layer;
        int channels = context.InputShape[2];
        Conv2D grouped = new(
            channels * conv.DepthMultiplier, conv.KernelSize, conv.Strides, conv.Padding, conv.Dilation, channels, conv.Activation, conv.UseBias);
        return Of(grouped).Outputs(grouped, rows, context);
    }
}
