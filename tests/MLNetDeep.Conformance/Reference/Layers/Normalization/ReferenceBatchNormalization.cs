using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

internal sealed class ReferenceBatchNormalization : ReferenceLayer
{
    public override Type Layer => typeof(BatchNormalization);

    public override double[][] Outputs(LayerSpec layer, double[][] rows, ReferenceContext context)
    {
        bool usesBatch = context.Training && !context.IsFrozen;
        BatchNormalization normalization = (BatchNormalization)layer;
        double[]? gamma = normalization.UseScale ? context.Parameters[0] : null;
        double[]? beta = normalization.UseOffset ? context.Parameters[^3] : null;
        double[] movingMean = context.Parameters[^2], movingVariance = context.Parameters[^1];
        int channels = movingMean.Length;
        double[][] result = [.. rows.Select(row => new double[row.Length])];
        for (int channel = 0; channel < channels; channel++)
        {
            (double mean, double variance) = usesBatch ? Statistics(channel) : (movingMean[channel], movingVariance[channel]);
            for (int row = 0; row < rows.Length; row++)
            {
                for (int i = channel; i < rows[row].Length; i += channels)
                {
                    result[row][i] = ((gamma?[channel] ?? 1) * (rows[row][i] - mean) / Math.Sqrt(variance + normalization.Epsilon)) + (beta?[channel] ?? 0);
                }
            }
        }

        return result;

        (double Mean, double Variance) Statistics(int channel)
        {
            List<double> values = [];
            for (int row = 0; row < rows.Length; row++)
            {
                for (int i = channel; i < Used(row); i += channels)
                {
                    values.Add(rows[row][i]);
                }
            }

            double mean = values.DefaultIfEmpty().Average();
            return (mean, values.Select(value => (value - mean) * (value - mean)).DefaultIfEmpty().Average());
        }

        int Used(int row) => context.InputShape.Length > 1 && context.Lengths is { } lengths
            ? lengths[row] * (rows[row].Length / context.InputShape[0])
            : rows[row].Length;
    }
}
