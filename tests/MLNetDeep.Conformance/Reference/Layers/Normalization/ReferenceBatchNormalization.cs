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
            double[] values = [.. rows.SelectMany((row, i) => row.Where((_, index) => index % gamma.Length == channel && index < Used(i)))];
            double mean = !usesBatch ? context.Parameters[2][channel] : values.DefaultIfEmpty().Average();
            double variance = !usesBatch
                ? context.Parameters[3][channel]
                : values.Select(value => (value - mean) * (value - mean)).DefaultIfEmpty().Average();
            for (int row = 0; row < rows.Length; row++)
            {
                for (int i = channel; i < rows[row].Length; i += gamma.Length)
                {
                    result[row][i] = (gamma[channel] * (rows[row][i] - mean) / Math.Sqrt(variance + epsilon)) + beta[channel];
                }
            }
        }

        return result;

        int Used(int row) => context.InputShape.Length > 1 && context.Lengths is { } lengths
            ? lengths[row] * (rows[row].Length / context.InputShape[0])
            : rows[row].Length;
    }
}
