using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

internal sealed class ReferenceFlatten : ReferenceLayer
{
    public override Type Layer => typeof(Flatten);

    public override double[][] Outputs(LayerSpec layer, double[][] rows, ReferenceContext context) => rows;
}
