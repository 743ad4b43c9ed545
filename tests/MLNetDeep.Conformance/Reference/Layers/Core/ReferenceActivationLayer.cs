using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

internal sealed class ReferenceActivationLayer : ReferenceLayer
{
    public override Type Layer => typeof(ActivationLayer);

    public override double[][] Outputs(LayerSpec layer, double[][] rows, ReferenceContext context) =>
        [.. rows.Select(row => context.Activate(((ActivationLayer)layer).Activation, row))];
}
