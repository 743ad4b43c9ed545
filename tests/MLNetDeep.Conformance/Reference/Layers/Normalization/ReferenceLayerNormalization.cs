using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

internal sealed class ReferenceLayerNormalization : ReferenceLayer
{
    public override Type Layer => typeof(LayerNormalization);

    public override double[][] Outputs(LayerSpec layer, double[][] rows, ReferenceContext context)
    {
        LayerNormalization normalization = (LayerNormalization)layer;
        double[]? gamma = normalization.UseScale ? context.Parameters[0] : null;
        double[]? beta = normalization.UseOffset ? context.Parameters[^1] : null;
        return [.. rows.Select(row => row.Chunk(context.InputShape[^1]).SelectMany(Normalize).ToArray())];

        double[] Normalize(double[] values)
        {
            double mean = values.Average();
            double variance = values.Average(value => (value - mean) * (value - mean));
            double deviation = Math.Sqrt(variance + normalization.Epsilon);
            return [.. values.Select((value, i) => ((gamma?[i] ?? 1) * (value - mean) / deviation) + (beta?[i] ?? 0))];
        }
    }
}
