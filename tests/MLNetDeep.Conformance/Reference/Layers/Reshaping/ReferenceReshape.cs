using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

internal sealed class ReferenceReshape : ReferenceLayer
{
    public override Type Layer => typeof(Reshape);

    public override double[][] Outputs(LayerSpec layer, double[][] rows, ReferenceContext context) => rows;
}
