namespace Microsoft.ML.Data;

/// <summary>What is summed over the rows of predicted numbers, and the metrics that follow from it.</summary>
internal sealed class RegressionTally
{
    private double _rows;
    private double _labels;
    private double _squaredLabels;
    private double _absoluteErrors;
    private double _squaredErrors;
    private double _losses;

    public double MeanAbsoluteError => Mean(_absoluteErrors);

    public double MeanSquaredError => Mean(_squaredErrors);

    public double RootMeanSquaredError => Math.Sqrt(MeanSquaredError);

    public double MeanLoss => Mean(_losses);

    public double RSquared
    {
        get
        {
            if (_rows == 0)
                return 0;
            double spread = _squaredLabels - _labels * _labels / _rows;
            return spread == 0 ? double.NaN : 1 - _squaredErrors / spread;
        }
    }

    /// <summary>Counts a row. Squared labels and losses are computed in single precision, as the numbers of ML.NET are.</summary>
    public void Add(float label, float score)
    {
        _rows++;
        _labels += label;
        _squaredLabels += label * label;
        double error = Math.Abs((double)label - score);
        _absoluteErrors += error;
        _squaredErrors += error * error;
        float difference = score - label;
        _losses += difference * difference;
    }

    private double Mean(double sum) => _rows > 0 ? sum / _rows : 0;
}
