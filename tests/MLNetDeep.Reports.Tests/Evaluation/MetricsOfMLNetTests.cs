using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MLNetDeep.Data;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Reports.Tests.Evaluation;

/// <summary>
/// Metrics equal those of ML.NET's Evaluate, with ties, missing labels, unusable scores and classes that the model does not have.
/// </summary>
public class MetricsOfMLNetTests
{
    private const double Tolerance = 1e-6;

    private static readonly EvaluationSettings s_settings = new() { Samples = 0 };

    private static readonly MLContext s_ml = new(seed: 0);

    [Fact]
    public void A_model_of_digits_has_the_metrics_of_ML_NET()
    {
        string folder = Repository.PathOf("data", "mnist");
        IDataView digits = s_ml.Data.LoadMnist(folder, MnistSplit.Test);
        ITransformer model = s_ml.Transforms.Conversion
            .MapValueToKey("Label", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Append(s_ml.Transforms.FlattenImage("Features", "Image"))
            .Append(s_ml.MulticlassClassification.Trainers.SoftmaxRegression(new SoftmaxRegressionOptions { Iterations = 40, Threads = 1 }))
            .Fit(s_ml.Data.TakeRows(digits, 600));
        IDataView scored = model.Transform(s_ml.Data.TakeRows(s_ml.Data.SkipRows(digits, 600), 400));
        MulticlassClassificationMetrics expected = s_ml.MulticlassClassification.Evaluate(scored);
        MulticlassResults results = MulticlassEvaluation.Compute(scored, s_settings);
        Assert.InRange(expected.MicroAccuracy, 0.5, 0.95);
        AssertMulticlass(expected, results);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}"), results.ClassNames);
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(expected.ConfusionMatrix.PerClassPrecision[i], results.ClassScores[i].Precision, Tolerance);
            Assert.Equal(expected.ConfusionMatrix.PerClassRecall[i], results.ClassScores[i].Recall, Tolerance);
            for (int predicted = 0; predicted < 10; predicted++)
            {
                Assert.Equal(expected.ConfusionMatrix.Counts[i][predicted], results.Confusion[i, predicted]);
            }
        }
    }

    [Fact]
    public void Rows_that_ML_NET_leaves_out_are_left_out_and_counted()
    {
        // Missing label; NaN; infinite; class 3 of 3 that the model does not have; then rows that count, two of them with tied scores.
        IDataView scored = ScoredViews.Multiclass(
            s_ml,
            [
                (null, [1, 0, 0]), (0, [float.NaN, 0, 1]), (1, [0, float.PositiveInfinity, 0]), (3, [0.5f, 0.25f, 0.25f]),
                (0, [0.5f, 0.5f, 0]), (1, [0.5f, 0.5f, 0]), (2, [0, 0.25f, 0.75f]), (2, [1, 0, 0]),
            ],
            labelClasses: 4,
            scoreClasses: 3);
        MulticlassResults results = MulticlassEvaluation.Compute(scored, s_settings);
        AssertMulticlass(s_ml.MulticlassClassification.Evaluate(scored), results);
        Assert.Equal((5, 1, 2, 1), (results.RowCount, results.MissingLabels, results.UnusableScores, results.UnknownClasses));
        Assert.Equal([1, 0, 0, 1, 0, 0, 1, 0, 1], results.Confusion.Cast<int>());
        Assert.Equal(["unknown class 3", "0", "1", "2", "2"], results.FirstRows.Select(example => example.Label));
    }

    [Fact]
    public void Two_classes_have_the_metrics_of_ML_NET()
    {
        IDataView scored = ScoredViews.SklearnBinary(s_ml);
        BinaryResults results = BinaryEvaluation.Compute(scored, s_settings);
        AssertBinary(s_ml.BinaryClassification.Evaluate(scored), results.Intervals);
        Assert.True(results.HasProbabilities);
    }

    [Fact]
    public void Scores_that_are_not_finite_are_left_out_of_two_classes()
    {
        IDataView scored = ScoredViews.Binary(s_ml, [
            (true, 1, 0.7f), (false, float.NaN, 0.5f), (true, float.PositiveInfinity, 1), (false, 1, 0.7f), (true, -1, 0.3f),
            (false, -2, 0.1f), (true, 3, 0.9f),
        ]);
        BinaryResults results = BinaryEvaluation.Compute(scored, s_settings);
        AssertBinary(s_ml.BinaryClassification.Evaluate(scored), results.Intervals);
        Assert.Equal((5, 2), (results.RowCount, results.UnusableScores));
    }

    [Fact]
    public void Two_classes_need_no_probabilities()
    {
        IDataView rows = ScoredViews.SklearnBinary(s_ml);
        IDataView scored = s_ml.Transforms.DropColumns("Probability").Fit(rows).Transform(rows);
        BinaryResults results = BinaryEvaluation.Compute(scored, s_settings);
        BinaryClassificationMetrics expected = s_ml.BinaryClassification.EvaluateNonCalibrated(scored);
        Assert.Equal(expected.AreaUnderRocCurve, Value(results.Intervals, nameof(expected.AreaUnderRocCurve)), Tolerance);
        Assert.DoesNotContain(results.Intervals, interval => interval.Name == nameof(CalibratedBinaryClassificationMetrics.LogLoss));
        Assert.Null(results.Calibration);
        Assert.False(results.HasProbabilities);
        Assert.All(results.Mistakes, example => Assert.Null(example.Confidence));
    }

    [Fact]
    public void Numbers_have_the_metrics_of_ML_NET()
    {
        // Labels far from 0, whose squares lose digits; one label and one score are missing.
        IEnumerable<(float, float)> rows = Enumerable.Range(0, 50).Select(i => (100f + (i * 7 % 13), 100.5f + (i * 7 % 13) + (i % 3) - 1));
        IDataView scored = ScoredViews.Regression(s_ml, rows.Append((float.NaN, 1)).Append((1, float.NaN)));
        RegressionMetrics expected = s_ml.Regression.Evaluate(scored);
        RegressionResults results = RegressionEvaluation.Compute(scored, s_settings);
        Assert.Equal((50, 1, 1), (results.RowCount, results.MissingLabels, results.UnusableScores));
        Assert.Equal(expected.RSquared, Value(results.Intervals, nameof(expected.RSquared)), Tolerance);
        Assert.Equal(expected.MeanAbsoluteError, Value(results.Intervals, nameof(expected.MeanAbsoluteError)), Tolerance);
        Assert.Equal(expected.RootMeanSquaredError, Value(results.Intervals, nameof(expected.RootMeanSquaredError)), Tolerance);
        Assert.Equal(expected.MeanSquaredError, Value(results.Intervals, nameof(expected.MeanSquaredError)), Tolerance);
    }

    private static void AssertMulticlass(MulticlassClassificationMetrics expected, MulticlassResults results)
    {
        Assert.Equal(expected.MicroAccuracy, Value(results.Intervals, nameof(expected.MicroAccuracy)), Tolerance);
        Assert.Equal(expected.MacroAccuracy, Value(results.Intervals, nameof(expected.MacroAccuracy)), Tolerance);
        Assert.Equal(expected.LogLoss, Value(results.Intervals, nameof(expected.LogLoss)), Tolerance);
        Assert.Equal(expected.LogLossReduction, Value(results.Intervals, nameof(expected.LogLossReduction)), Tolerance);
        Assert.Equal(4, results.Intervals.Length);
    }

    private static void AssertBinary(CalibratedBinaryClassificationMetrics expected, ImmutableArray<MetricInterval> actual)
    {
        Assert.Equal(expected.Accuracy, Value(actual, nameof(expected.Accuracy)), Tolerance);
        Assert.Equal(expected.F1Score, Value(actual, nameof(expected.F1Score)), Tolerance);
        Assert.Equal(expected.AreaUnderRocCurve, Value(actual, nameof(expected.AreaUnderRocCurve)), Tolerance);
        Assert.Equal(expected.AreaUnderPrecisionRecallCurve, Value(actual, nameof(expected.AreaUnderPrecisionRecallCurve)), Tolerance);
        Assert.Equal(expected.PositivePrecision, Value(actual, nameof(expected.PositivePrecision)), Tolerance);
        Assert.Equal(expected.PositiveRecall, Value(actual, nameof(expected.PositiveRecall)), Tolerance);
        Assert.Equal(expected.NegativePrecision, Value(actual, nameof(expected.NegativePrecision)), Tolerance);
        Assert.Equal(expected.NegativeRecall, Value(actual, nameof(expected.NegativeRecall)), Tolerance);
        Assert.Equal(expected.LogLoss, Value(actual, nameof(expected.LogLoss)), Tolerance);
        Assert.Equal(expected.LogLossReduction, Value(actual, nameof(expected.LogLossReduction)), Tolerance);
        Assert.Equal(10, actual.Length);
    }

    private static double Value(ImmutableArray<MetricInterval> intervals, string name) =>
        intervals.Single(interval => interval.Name == name).Value;
}
