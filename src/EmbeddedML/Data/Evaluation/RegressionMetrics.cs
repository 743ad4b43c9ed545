namespace Microsoft.ML.Data;

/// <summary>How well predicted numbers agree with the labels. All are 0 where there are no rows.</summary>
/// <remarks>Rows are left out of every metric where the label or the score is NaN.</remarks>
public sealed class RegressionMetrics
{
    internal RegressionMetrics(RegressionTally tally)
    {
        MeanAbsoluteError = tally.MeanAbsoluteError;
        MeanSquaredError = tally.MeanSquaredError;
        RootMeanSquaredError = tally.RootMeanSquaredError;
        LossFunction = tally.MeanLoss;
        RSquared = tally.RSquared;
    }

    /// <summary>The mean of |label - score|.</summary>
    public double MeanAbsoluteError { get; }

    /// <summary>The mean of (label - score)².</summary>
    public double MeanSquaredError { get; }

    /// <summary>The square root of <see cref="MeanSquaredError"/>.</summary>
    public double RootMeanSquaredError { get; }

    /// <summary>
    /// The mean of the loss function, the squared error: equal to <see cref="MeanSquaredError"/> but for its rounding, because
    /// each row's error is computed in single precision.
    /// </summary>
    public double LossFunction { get; }

    /// <summary>
    /// The coefficient of determination: 1 - (sum of squared errors) / (sum of squared distances of the labels from their
    /// mean). 1 is perfect, 0 no better than predicting the mean, negative worse; NaN where the labels have no spread.
    /// </summary>
    public double RSquared { get; }
}
