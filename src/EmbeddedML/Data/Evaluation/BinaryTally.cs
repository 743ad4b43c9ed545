namespace Microsoft.ML.Data;

/// <summary>What is counted over the rows of scored binary data, and the metrics that follow from it.</summary>
/// <param name="random">The source of randomness where rows must be sampled.</param>
internal sealed class BinaryTally(Random random)
{
    private readonly RocArea _rocArea = new();
    private readonly PrecisionRecallArea _precisionRecallArea = new(random);

    private double _truePositives;
    private double _falseNegatives;
    private double _falsePositives;
    private double _trueNegatives;
    private double _positiveProbabilities;
    private double _negativeProbabilities;
    private double _loss;

    /// <exception cref="ArgumentOutOfRangeException">There are no rows of one of the classes.</exception>
    public double AreaUnderRocCurve => _rocArea.Compute();

    public double AreaUnderPrecisionRecallCurve => _precisionRecallArea.Compute();

    public double Accuracy => (_truePositives + _trueNegatives) / Rows;

    public double PositivePrecision => Share(_truePositives, _falsePositives);

    public double PositiveRecall => Share(_truePositives, _falseNegatives);

    public double NegativePrecision => Share(_trueNegatives, _falseNegatives);

    public double NegativeRecall => Share(_trueNegatives, _falsePositives);

    public double F1Score
    {
        get
        {
            double sum = PositivePrecision + PositiveRecall;
            return sum == 0 ? 0 : 2 * PositivePrecision * PositiveRecall / sum;
        }
    }

    public double LogLoss
    {
        get
        {
            if (double.IsNaN(_loss))
                return double.NaN;
            return Probabilities > 0 ? _loss / Probabilities : 0;
        }
    }

    public double LogLossReduction
    {
        get
        {
            if (Probabilities == 0)
                return 0;
            double prior = EntropyOf(_positiveProbabilities / Probabilities);
            return (prior - _loss / Probabilities) / prior;
        }
    }

    public double Entropy => EntropyOf((_truePositives + _falseNegatives) / Rows);

    /// <summary>The number of rows of each true class (first index) with each predicted class (second index); 0 is positive.</summary>
    public double[][] Confusion => [[_truePositives, _falseNegatives], [_falsePositives, _trueNegatives]];

    private double Rows => _truePositives + _falseNegatives + _falsePositives + _trueNegatives;

    private double Probabilities => _positiveProbabilities + _negativeProbabilities;

    /// <summary>Counts a row.</summary>
    /// <param name="positive">The true class.</param>
    /// <param name="score">The score; above 0 predicts positive.</param>
    /// <param name="probability">The probability of positive; NaN where it is not known.</param>
    public void Add(bool positive, float score, float probability)
    {
        bool predicted = score > 0;
        if (positive)
            (predicted ? ref _truePositives : ref _falseNegatives)++;
        else
            (predicted ? ref _falsePositives : ref _trueNegatives)++;

        if (!float.IsNaN(probability))
            (positive ? ref _positiveProbabilities : ref _negativeProbabilities)++;
        // A NaN probability makes the sum NaN, and with it the log-loss.
        _loss += -Math.Log(positive ? probability : 1.0 - probability, 2);

        _rocArea.Add(positive, score);
        _precisionRecallArea.Add(positive, score);
    }

    private static double Share(double right, double wrong) => right + wrong > 0 ? right / (right + wrong) : 0;

    private static double EntropyOf(double share)
    {
        if (share is 0 or 1)
            return 0;
        return -share * Math.Log(share, 2) - (1 - share) * Math.Log(1 - share, 2);
    }
}
