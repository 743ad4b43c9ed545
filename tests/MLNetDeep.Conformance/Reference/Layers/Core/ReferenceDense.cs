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
            .. rows.Select(row => context.Activate(
                dense.Activation, [.. row.Chunk(inputs).SelectMany(position => Sums(weight, bias, position, dense.Units))])),
        ];
    }

    private static double[] Sums(double[] weight, double[]? bias, double[] row, int units) =>
        [.. Enumerable.Range(0, units).Select(unit => (bias?[unit] ?? 0) + row.Select((value, i) => weight[(unit * row.Length) + i] * value).Sum())];
}
