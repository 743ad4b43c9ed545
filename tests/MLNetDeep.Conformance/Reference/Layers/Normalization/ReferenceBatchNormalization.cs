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
        for (int column = 0; column < gamma.Length; column++)
        {
            double mean = usesBatch ? rows.Average(row => row[column]) : context.Parameters[2][column];
            double variance = usesBatch
                ? rows.Average(row => (row[column] - mean) * (row[column] - mean))
                : context.Parameters[3][column];
            for (int row = 0; row < rows.Length; row++)
            {
                result[row][column] = (gamma[column] * (rows[row][column] - mean) / Math.Sqrt(variance + epsilon)) + beta[column];
            }
        }

        return result;
    }
}
