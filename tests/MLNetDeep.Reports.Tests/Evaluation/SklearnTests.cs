using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.ML;

namespace MLNetDeep.Reports.Tests.Evaluation;

/// <summary>
/// Compares curves, calibration, scores of classes, metrics and residuals with those of scikit-learn. Many scores are tied.
/// </summary>
public class SklearnTests
{
    private static readonly EvaluationSettings s_settings = new() { Samples = 0 };

    private static readonly MLContext s_ml = new(seed: 0);

    private static readonly Lazy<MulticlassResults> s_multiclass =
        new(() => MulticlassEvaluation.Compute(ScoredViews.SklearnMulticlass(s_ml), s_settings));

    private static readonly Lazy<BinaryResults> s_binary = new(() => BinaryEvaluation.Compute(ScoredViews.SklearnBinary(s_ml), s_settings));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Curves_of_a_class_against_the_others_have_the_points_and_areas_of_sklearn(int index)
    {
        JsonElement expected = SklearnMetrics.Multiclass.GetProperty("classes")[index];
        float[] scores = [.. SklearnMetrics.Multiclass.Singles("scores").Where((_, i) => i % 4 == index)];
        bool[] isPositive = Array.ConvertAll(SklearnMetrics.Multiclass.Integers("labels"), label => label == index);
        AssertCurves(expected, new RankedScores(scores), isPositive);
        Assert.Equal(expected.Number("auc"), s_multiclass.Value.Roc[index].Area, 1e-12);
        Assert.Equal(expected.Number("average_precision"), s_multiclass.Value.PrecisionRecall[index].Area, 1e-12);
    }

    [Fact]
    public void Curves_of_two_classes_have_the_points_and_areas_of_sklearn()
    {
        bool[] labels = [.. SklearnMetrics.Binary.GetProperty("labels").EnumerateArray().Select(label => label.GetBoolean())];
        AssertCurves(SklearnMetrics.Binary, new RankedScores(SklearnMetrics.Binary.Singles("scores")), labels);
        Assert.Equal(SklearnMetrics.Binary.Number("auc"), s_binary.Value.Roc.Area, 1e-12);
        Assert.Equal(SklearnMetrics.Binary.Number("average_precision"), s_binary.Value.PrecisionRecall.Area, 1e-12);
    }

    [Fact]
    public void The_average_curve_is_the_mean_of_the_classes()
    {
        Curve average = s_multiclass.Value.Roc[^1];
        List<ChartPoint> points = RocCurve.TraceAverage([.. s_multiclass.Value.Roc.Take(4)]);
        Assert.Equal(SklearnMetrics.Multiclass.Number("macro_auc"), average.Area, 1e-12);
        double[] rates = SklearnMetrics.Numbers(SklearnMetrics.Multiclass.GetProperty("average_roc")[0]);
        double[] expected = SklearnMetrics.Numbers(SklearnMetrics.Multiclass.GetProperty("average_roc")[1]);
        Assert.True(rates.Length > 10);
        for (int i = 0; i < rates.Length; i++)
        {
            Assert.Equal(expected[i], Interpolate(points, rates[i]), 1e-12);
        }

        // The trapezoids under its points have the same area.
        double area = points.Zip(points.Skip(1), (left, right) => (right.X - left.X) * (left.Y + right.Y) / 2).Sum();
        Assert.Equal(average.Area, area, 1e-12);
    }

    [Fact]
    public void Classes_have_the_counts_and_scores_of_sklearn()
    {
        AssertClasses(SklearnMetrics.Multiclass, s_multiclass.Value.Confusion, s_multiclass.Value.ClassScores);
        AssertClasses(SklearnMetrics.Binary, s_binary.Value.Confusion, s_binary.Value.ClassScores);
        Assert.Equal(0, s_multiclass.Value.ClassScores[3].Precision);
    }

    [Fact]
    public void Calibration_is_that_of_sklearn()
    {
        AssertCalibration(SklearnMetrics.Multiclass.GetProperty("calibration"), s_multiclass.Value.Calibration!);
        AssertCalibration(SklearnMetrics.Binary.GetProperty("calibration"), s_binary.Value.Calibration!);
    }

    [Fact]
    public void Metrics_are_those_of_sklearn()
    {
        SklearnMetrics.AssertNumbers(
            [
                SklearnMetrics.Multiclass.Number("micro_accuracy"),
                SklearnMetrics.Multiclass.Number("macro_accuracy"),
            ],
            Values(s_multiclass.Value.Intervals[..2]));
        Assert.Equal(SklearnMetrics.Multiclass.Number("log_loss"), s_multiclass.Value.Intervals[2].Value, 1e-9);
        SklearnMetrics.AssertNumbers(
            [
                SklearnMetrics.Binary.Number("accuracy"),
                SklearnMetrics.Binary.GetProperty("f1")[1].GetDouble(),
                SklearnMetrics.Binary.Number("auc"),
            ],
            Values(s_binary.Value.Intervals[..3]));
        Assert.Equal(SklearnMetrics.Binary.Number("log_loss_in_bits"), s_binary.Value.IntervalOf("LogLoss")!.Value, 1e-9);
    }

    [Fact]
    public void Residuals_are_those_of_numpy()
    {
        JsonElement expected = SklearnMetrics.Regression;
        RegressionResults results = RegressionEvaluation.Compute(ScoredViews.SklearnRegression(s_ml), s_settings);
        double squared = expected.Number("mean_squared_error");
        SklearnMetrics.AssertNumbers(
            [expected.Number("r_squared"), Math.Sqrt(squared), expected.Number("mean_absolute_error"), squared],
            Values(results.Intervals));
        ResidualStatistics residuals = results.Residuals;
        SklearnMetrics.AssertNumbers(
            [expected.Number("mean"), expected.Number("standard_deviation"), .. expected.Numbers("quantiles")],
            [
                residuals.Mean, residuals.StandardDeviation,
                residuals.Minimum, residuals.LowerQuartile, residuals.Median, residuals.UpperQuartile, residuals.Maximum,
            ]);
        Assert.Equal(expected.Numbers("labels"), results.Actual);
        Assert.Equal(expected.Numbers("scores"), results.Predicted);
    }

    private static void AssertCurves(JsonElement expected, RankedScores ranked, bool[] isPositive)
    {
        (List<ChartPoint> roc, double area) = RocCurve.Trace(ranked, isPositive);
        SklearnMetrics.AssertPoints(expected.GetProperty("roc"), roc);
        Assert.Equal(expected.Number("auc"), area, 1e-12);
        (List<ChartPoint> precisionRecall, double averagePrecision) = PrecisionRecallCurve.Trace(ranked, isPositive);
        SklearnMetrics.AssertPoints(expected.GetProperty("precision_recall"), precisionRecall);
        Assert.Equal(expected.Number("average_precision"), averagePrecision, 1e-12);
    }

    private static void AssertClasses(JsonElement expected, int[,] confusion, ImmutableArray<ClassScore> scores)
    {
        double[] counts = [.. expected.GetProperty("confusion").EnumerateArray().SelectMany(SklearnMetrics.Numbers)];
        Assert.Equal(counts, confusion.Cast<int>().Select(count => (double)count));
        SklearnMetrics.AssertNumbers(expected.Numbers("precision"), [.. scores.Select(score => score.Precision)]);
        SklearnMetrics.AssertNumbers(expected.Numbers("recall"), [.. scores.Select(score => score.Recall)]);
        SklearnMetrics.AssertNumbers(expected.Numbers("f1"), [.. scores.Select(score => score.F1)]);
        Assert.Equal(expected.Numbers("support"), scores.Select(score => (double)score.Count));
    }

    private static void AssertCalibration(JsonElement expected, CalibrationCurve calibration)
    {
        CalibrationBin[] used = [.. calibration.Bins.Where(bin => bin.Count > 0)];
        SklearnMetrics.AssertNumbers(expected.Numbers("observed"), [.. used.Select(bin => bin.Observed)]);
        SklearnMetrics.AssertNumbers(expected.Numbers("predicted"), [.. used.Select(bin => bin.Predicted)]);
        Assert.Equal(expected.Numbers("counts"), calibration.Bins.Select(bin => (double)bin.Count));
        Assert.Equal(expected.Number("error"), calibration.ExpectedError, 1e-12);
        Assert.Equal(
            Enumerable.Range(0, 10).Select(i => (i / 10.0, (i + 1) / 10.0)), calibration.Bins.Select(bin => (bin.Lower, bin.Upper)));
    }

    private static double[] Values(ImmutableArray<MetricInterval> intervals) => [.. intervals.Select(interval => interval.Value)];

    private static double Interpolate(List<ChartPoint> points, double x)
    {
        int right = Enumerable.Range(0, points.Count).First(i => points[i].X > x);
        (ChartPoint from, ChartPoint to) = (points[right - 1], points[right]);
        return from.Y + ((to.Y - from.Y) * (x - from.X) / (to.X - from.X));
    }
}
