using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>
/// One convolution: the filter of output f and channel c is the sum over the multiplier m of pointwise[f, c·M + m] times depthwise[c·M + m].
/// </summary>
internal sealed class ReferenceSeparableConv2D : ReferenceLayer
{
    public override Type Layer => typeof(SeparableConv2D);

    public override double[][] Outputs(LayerSpec layer, double[][] rows, ReferenceContext context)
    {
        SeparableConv2D separable = (SeparableConv2D)layer;
        int channels = context.InputShape[2], multiplier = separable.DepthMultiplier;
        int kernel = separable.KernelSize.Height * separable.KernelSize.Width;
        double[] depthwise = context.Parameters[0], pointwise = context.Parameters[1];
        double[] weight = new double[separable.Filters * channels * kernel];
        for (int i = 0; i < weight.Length; i++)
        {
            int filter = i / kernel / channels, channel = i / kernel % channels;
            for (int m = channel * multiplier; m < (channel + 1) * multiplier; m++)
            {
                weight[i] += pointwise[(filter * channels * multiplier) + m] * depthwise[(m * kernel) + (i % kernel)];
            }
        }

        Conv2D full = new(
            separable.Filters,
            separable.KernelSize,
            separable.Strides,
            separable.Padding,
            separable.Dilation,
            activation: separable.Activation,
            useBias: separable.UseBias);
        return Of(full).Outputs(full, rows, context with { Parameters = [weight, .. context.Parameters.Skip(2)] });
    }
}
