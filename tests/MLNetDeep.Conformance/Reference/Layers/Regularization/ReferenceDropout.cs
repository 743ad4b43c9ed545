using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

internal sealed class ReferenceDropout : ReferenceLayer
{
    public override Type Layer => typeof(Dropout);

    // Masks are random, so this reference covers only inference and a rate of 0, where dropout passes its input through.
    public override double[][] Outputs(LayerSpec layer, double[][] rows, ReferenceContext context) => rows;
}
