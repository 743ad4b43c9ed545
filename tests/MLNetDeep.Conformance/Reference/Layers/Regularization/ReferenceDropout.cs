using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

internal sealed class ReferenceDropout : ReferenceLayer
{
    public override Type Layer => typeof(Dropout);

    // Masks are random: only a rate of 0, or inference, has a reference.
    public override double[][] Outputs(LayerSpec layer, double[][] rows, ReferenceContext context) => rows;
}
