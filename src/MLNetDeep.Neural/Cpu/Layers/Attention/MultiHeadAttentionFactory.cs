using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Creates attention layers. In their weights, each head is padded to whole cache lines.</summary>
internal sealed class MultiHeadAttentionFactory : CpuLayerFactory
{
    public override Type SpecType => typeof(MultiHeadAttention);

    public override ParameterLayout GetLayout(PlacedLayer layer, ParameterSpec parameter)
    {
        MultiHeadAttention attention = (MultiHeadAttention)layer.Spec;
        int features = layer.InputShape[1], heads = attention.NumHeads, size = attention.KeyDim, padded = AlignedBuffer.Pad(size);
        return parameter.LocalName switch
        {
            "in_proj_weight" => new PaddedLayout(
                new PanelLayout(features, 3 * heads * padded), 3 * heads, size * features, padded * features),
            "in_proj_bias" => new PaddedLayout(new PlainLayout(3 * heads * padded), 3 * heads, size, padded),
            "out_proj.weight" => new PaddedLayout(new PanelLayout(heads * padded, features), features * heads, size, padded),
            _ => new PlainLayout(parameter.Size),
        };
    }

    public override CpuLayer Create(LayerSpec layer, LayerContext context) => new MultiHeadAttentionLayer((MultiHeadAttention)layer, context);
}
