using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

internal sealed class ReferenceGRU : ReferenceOneDirection
{
    public override Type Layer => typeof(GRU);
}
