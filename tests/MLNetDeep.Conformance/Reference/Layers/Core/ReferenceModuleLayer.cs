using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>The module of the cases, y = W x + b, computed as a dense layer.</summary>
internal sealed class ReferenceModuleLayer : ReferenceLayer
{
    public override Type Layer => typeof(ModuleLayer);

    public override double[][] Outputs(LayerSpec layer, double[][] rows, ReferenceContext context) =>
        Of(new Dense(1)).Outputs(new Dense(((ModuleLayer)layer).OutputRowShape[0]), rows, context);
}
