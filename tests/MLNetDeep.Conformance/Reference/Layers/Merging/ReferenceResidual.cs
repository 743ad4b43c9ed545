using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

internal sealed class ReferenceResidual : ReferenceLayer
{
    public override Type Layer => typeof(Residual);

    public override double[][] Outputs(LayerSpec layer, double[][] rows, ReferenceContext context)
    {
        Residual residual = (Residual)layer;
        PlacedLayer[] nested = [.. context.Place.NestedLayers];
        PlacedLayer[] layers = nested[..residual.Layers.Length];
        int parameters = layers.Sum(item => item.Spec.Parameters(item.InputShape).Length);
        double[][] output = context.Chain(layers, rows, context.Parameters.Take(parameters));
        double[][] added = context.Chain(nested.Skip(layers.Length), rows, context.Parameters.Skip(parameters));
        return [.. output.Zip(added, (a, b) => context.Activate(residual.Activation, [.. a.Zip(b, (x, y) => x + y)]))];
    }
}
