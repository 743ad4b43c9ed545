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

    public override CpuLayer Create(LayerSpec layer, LayerContext context)
    {
        IConvolution convolution = (IConvolution)layer;
        return new ConvolutionLayer(convolution.ShapeOf(context.InputShape), convolution.Activation, context);
    }
}
