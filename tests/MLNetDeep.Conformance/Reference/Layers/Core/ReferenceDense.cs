using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

internal sealed class ReferenceDense : ReferenceLayer
{
    public override Type Layer => typeof(Dense);

    public override double[][] Outputs(LayerSpec layer, double[][] rows, ReferenceContext context)
    {
        Dense dense = (Dense)layer;
        double[] weight = context.Parameters[0];
        double[]? bias = dense.UseBias ? context.Parameters[1] : null;
        int inputs = context.InputShape[^1];
        return
        [
            .. rows.Select(row => context.Activate(dense.Activation, ReferenceProduct.OfPositions(weight, bias, row, inputs))),
        ];
    }
}
