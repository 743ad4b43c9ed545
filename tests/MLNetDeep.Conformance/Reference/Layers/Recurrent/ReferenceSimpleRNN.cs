using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

internal sealed class ReferenceSimpleRNN : ReferenceOneDirection
{
    public override Type Layer => typeof(SimpleRNN);
}
