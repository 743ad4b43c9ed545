using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Creates the layers of one type of convolution.</summary>
/// <typeparam name="TSpec">The type.</typeparam>
internal sealed class ConvolutionFactory<TSpec> : CpuLayerFactory
    where TSpec : LayerSpec, IConvolution
{
    public override Type SpecType => typeof(TSpec);

    /// <summary>Weights are stored in panels, biases in order.</summary>
    public override ParameterLayout GetLayout(PlacedLayer layer, ParameterSpec parameter) =>
        parameter.Shape.Length > 1 ? new ConvolutionLayout(parameter.Shape) : base.GetLayout(layer, parameter);

    public override CpuLayer Create(LayerSpec layer, LayerContext context) => new ConvolutionLayer((IConvolution)layer, context);

    public override CpuLayer? TryCreateBoth(LayerSpec layer, LayerContext context, LayerSpec next, LayerContext nextContext)
    {
        IConvolution convolution = (IConvolution)layer;
        return next is Pooling { TakesMaximum: true } pooling
            && nextContext.Lengths is null
            && pooling.ShapeOf(nextContext.InputShape) is PoolingShape shape
            && ConvolutionPooling.Suits(shape)
            && ActivationKind.For(convolution.Activation).IsFused
                ? new ConvolutionLayer(convolution, context, shape, nextContext)
                : null;
    }
}
