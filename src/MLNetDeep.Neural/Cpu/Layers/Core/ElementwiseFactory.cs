namespace MLNetDeep.Neural.Cpu;

/// <summary>Creates activations that are layers of their own.</summary>
internal sealed class ElementwiseFactory : CpuLayerFactory
{
    public override Type SpecType => typeof(ActivationLayer);

    public override CpuLayer Create(LayerSpec layer, LayerContext context) => new ElementwiseLayer((ActivationLayer)layer, context);

    public override bool SupportsSlices(PlacedLayer layer) => true;

    public override SliceLayer CreateForSlices(LayerSpec layer, LayerContext context, SliceValues input, int rows) =>
        new ActivationSlice((ActivationLayer)layer, input, rows, context.Kernels);
}
