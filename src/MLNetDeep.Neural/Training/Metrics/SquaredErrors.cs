namespace MLNetDeep.Neural.Training;

/// <summary>Sums squared errors per output: see <see cref="MetricValues.RSquared"/>.</summary>
internal sealed class SquaredErrors(DenseTargets targets) : MetricAccumulator
{
    private readonly double[] _errors = new double[targets.ColumnCount];

    public double RSquared
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < _errors.Length; i++)
            {
                double deviations = SquaredDeviations(i);
                sum += deviations == 0 ? double.NaN : 1 - (_errors[i] / deviations);
            }

            return sum / _errors.Length;
        }
    }

    /// <summary>Whether the targets of each output differ. Otherwise R squared is not defined.</summary>
    public static bool HasDeviations(DenseTargets targets) => Enumerable.Range(0, targets.ColumnCount).All(
        column => Enumerable.Range(1, targets.RowCount - 1).Any(row => targets.Row(row)[column] != targets.Row(0)[column]));

    public override void Add(int row, ReadOnlySpan<float> outputs)
    {
        ReadOnlySpan<float> values = targets.Row(row);
        for (int i = 0; i < outputs.Length; i++)
        {
            double error = (double)values[i] - outputs[i];
            _errors[i] += error * error;
        }
    }

    public override void Combine(IGradientExchange exchange) => exchange.Sum(_errors);

    private double SquaredDeviations(int column)
    {
        double mean = 0;
        for (int row = 0; row < targets.RowCount; row++)
        {
            mean += targets.Row(row)[column];
        }

        mean /= targets.RowCount;
        double sum = 0;
        for (int row = 0; row < targets.RowCount; row++)
        {
            double deviation = targets.Row(row)[column] - mean;
            sum += deviation * deviation;
        }

        return sum;
    }
}
