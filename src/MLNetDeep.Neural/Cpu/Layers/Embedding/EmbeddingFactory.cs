namespace MLNetDeep.Neural.Cpu;

/// <summary>Creates embedding layers, whose input is indices.</summary>
internal sealed class EmbeddingFactory : CpuLayerFactory
{
    public override Type SpecType => typeof(Embedding);

    public override ParameterLayout GetLayout(PlacedLayer layer, ParameterSpec parameter) =>
        new TableLayout(parameter.Shape[0], parameter.Shape[1]);

    public override InputPlan PlanInput(PlacedLayer layer, int inputs, bool mayBeSplit, bool training)
    {
        Embedding embedding = (Embedding)layer.Spec;
        return InputPlan.FullRows(inputs) with { IndexCount = embedding.InputDim, MasksZeroIndices = embedding.MaskZero };
    }

    public override CpuLayer? TryCreateBoth(LayerSpec layer, LayerContext context, LayerSpec next, LayerContext nextContext) =>
        next is GlobalAveragePooling1D ? new PooledEmbeddingLayer((Embedding)layer, context, nextContext) : null;

    public override CpuLayer Create(LayerSpec layer, LayerContext context) => new EmbeddingLayer((Embedding)layer, context);
}
