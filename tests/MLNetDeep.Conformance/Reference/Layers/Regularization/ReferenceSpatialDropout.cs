using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

// As for Dropout, the reference covers inference and a rate of 0. SessionConformance tests the masks.
internal abstract class ReferenceSpatialDropout<TLayer> : ReferenceLayer
    where TLayer : SpatialDropout
{
    public override Type Layer => typeof(TLayer);

    public override double[][] Outputs(LayerSpec layer, double[][] rows, ReferenceContext context) => rows;
}

internal sealed class ReferenceSpatialDropout1D : ReferenceSpatialDropout<SpatialDropout1D>;

internal sealed class ReferenceSpatialDropout2D : ReferenceSpatialDropout<SpatialDropout2D>;
