using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

internal sealed class ReferenceBatchNormalization : ReferenceLayer
{
    public override Type Layer => typeof(BatchNormalization);

    public override double[][] Outputs(LayerSpec layer, double[][] rows, ReferenceContext context)
    {
        bool usesBatch = context.Training && !context.IsFrozen;
        double epsilon = ((BatchNormalization)layer).Epsilon;
        double[] gamma = context.Parameters[0], beta = context.Parameters[1];
        double[][] result = [.. rows.Select(row => new double[row.Length])];
        for (int channel = 0; channel < gamma.Length; channel++)
        {
            (double mean, double variance) =
                usesBatch ? Statistics(channel) : (context.Parameters[2][channel], context.Parameters[3][channel]);
            for (int row = 0; row < rows.Length; row++)
            {
                for (int i = channel; i < rows[row].Length; i += gamma.Length)
                {
                    result[row][i] = (gamma[channel] * (rows[row][i] - mean) / Math.Sqrt(variance + epsilon)) + beta[channel];
                }
            }
        }

        return result;

        (double Mean, double Variance) Statistics(int channel)
        {
            List<double> values = [];
            for (int row = 0; row < rows.Length; row++)
            {
                for (int i = channel; i < Used(row); i += gamma.Length)
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
