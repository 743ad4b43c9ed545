using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

internal sealed class ReferenceLSTM : ReferenceOneDirection
{
    public override Type Layer => typeof(LSTM);
}
