using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

internal sealed class ReferenceEmbedding : ReferenceLayer
{
    public override Type Layer => typeof(Embedding);

    public override double[][] Outputs(LayerSpec layer, double[][] rows, ReferenceContext context)
    {
        double[][] table = [.. context.Parameters[0].Chunk(((Embedding)layer).OutputDim)];
        return [.. rows.Select(row => row.SelectMany(index => table[(int)index]).ToArray())];
    }
}
