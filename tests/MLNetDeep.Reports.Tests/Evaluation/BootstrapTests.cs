using System.Collections.Immutable;
using Microsoft.ML;

namespace MLNetDeep.Reports.Tests.Evaluation;

/// <summary>Checks bootstrap intervals against normal approximations and against the coverage that they promise.</summary>
public class BootstrapTests
{
    private const double Z = 1.959964;

    private static readonly MLContext s_ml = new(seed: 0);

    // An accuracy p of n rows has the standard error √(p (1 − p) / n). The 2.5% quantile of 1,000 samples has an error of its own: √(0.025
    // · 0.975 / 1000) / φ(1.96) = 0.0845 standard errors; four times that is tolerated.
    [Theory]
    [InlineData(0.8, 1000)]
    [InlineData(0.97, 4000)]
    [InlineData(0.5, 400)]
    public void The_interval_of_an_accuracy_is_that_of_the_normal_approximation(double accuracy, int rows)
    {
        int right = (int)Math.Round(accuracy * rows);
        MetricInterval interval = Accuracy([.. Enumerable.Range(0, rows).Select(i => i < right)], samples: 1000, seed: 3);
        double error = Math.Sqrt(accuracy * (1 - accuracy) / rows);
        Assert.Equal(accuracy, interval.Value, 1e-12);
        Assert.Equal(accuracy - (Z * error), interval.Low, 4 * 0.0845 * error);
        Assert.Equal(accuracy + (Z * error), interval.High, 4 * 0.0845 * error);
    }

    // Over many test sets of the same model, about 95% of the intervals hold its true accuracy. For 100 rows of accuracy 0.75 the coverage
    // of the percentile interval is 0.9625: the sum of the binomial probabilities of the accuracies k/100 for which 75 lies between the
    // 2.5% and 97.5% quantiles of the binomial distribution of 100 and k/100. In 400 sets the standard error of a coverage is 0.0095;
    // three of them are tolerated.
    [Fact]
    public void Ninety_five_of_a_hundred_intervals_hold_the_true_value()
    {
        const double Accuracy = 0.75;
        const int Rows = 100, Sets = 400;
        Random random = new(11);
        int covered = 0;
        for (int set = 0; set < Sets; set++)
        {
            bool[] isRight = new bool[Rows];
            for (int i = 0; i < Rows; i++)
            {
                isRight[i] = random.NextDouble() < Accuracy;
            }

            MetricInterval interval = BootstrapTests.Accuracy(isRight, samples: 200, seed: set);
            covered += interval.Low <= Accuracy && Accuracy <= interval.High ? 1 : 0;
        }

        Assert.Equal(0.9625, (double)covered / Sets, 3 * 0.0095);
    }

    // The standard error of an area under the ROC curve of DeLong, DeLong and Clarke-Pearson (1988), from the shares of negative rows
    // below each positive one and of positive rows above each negative one.
    [Fact]
    public void The_interval_of_an_area_agrees_with_that_of_DeLong()
    {
        bool[] labels = [.. SklearnMetrics.Binary.GetProperty("labels").EnumerateArray().Select(label => label.GetBoolean())];
        float[] scores = SklearnMetrics.Binary.Singles("scores");
        float[] positive = [.. scores.Where((_, i) => labels[i])], negative = [.. scores.Where((_, i) => !labels[i])];
        double[] above = [.. positive.Select(p => negative.Average(n => Above(p, n)))];
        double[] below = [.. negative.Select(n => positive.Average(p => Above(p, n)))];
        double error = Math.Sqrt((Variance(above) / positive.Length) + (Variance(below) / negative.Length));
        MetricInterval interval = BinaryEvaluation.Compute(ScoredViews.SklearnBinary(s_ml), new EvaluationSettings { Seed = 5 })
            .Intervals.Single(i => i.Name == "AreaUnderRocCurve");
        Assert.Equal(above.Average(), interval.Value, 1e-9);
        Assert.Equal(interval.Value - (Z * error), interval.Low, 0.5 * error);
        Assert.Equal(interval.Value + (Z * error), interval.High, 0.5 * error);

        static double Above(float p, float n) => p > n ? 1 : p == n ? 0.5 : 0;
    }

    // The mean of n errors with the standard deviation s has the standard error s / √n.
    [Fact]
    public void The_interval_of_a_mean_error_is_that_of_the_normal_approximation()
    {
        float[] labels = SklearnMetrics.Regression.Singles("labels"), scores = SklearnMetrics.Regression.Singles("scores");
        double[] errors = [.. labels.Zip(scores, (label, score) => (double)Math.Abs(label - score))];
        double error = Math.Sqrt(Variance(errors) / errors.Length);
        MetricInterval interval = RegressionEvaluation.Compute(ScoredViews.SklearnRegression(s_ml), new EvaluationSettings { Seed = 1 })
            .Intervals.Single(i => i.Name == "MeanAbsoluteError");
        Assert.Equal(errors.Average() - (Z * error), interval.Low, 0.5 * error);
        Assert.Equal(errors.Average() + (Z * error), interval.High, 0.5 * error);
    }

    [Fact]
    public void Every_metric_lies_in_its_interval()
    {
        EvaluationSettings settings = new() { Seed = 2 };
        ImmutableArray<MetricInterval>[] all =
        [
            MulticlassEvaluation.Compute(ScoredViews.SklearnMulticlass(s_ml), settings).Intervals,
            BinaryEvaluation.Compute(ScoredViews.SklearnBinary(s_ml), settings).Intervals,
            RegressionEvaluation.Compute(ScoredViews.SklearnRegression(s_ml), settings).Intervals,
        ];
        Assert.Equal(4 + 10 + 4, all.Sum(intervals => intervals.Length));
        Assert.All(
            all.SelectMany(intervals => intervals),
            interval => Assert.True(interval.Low < interval.Value && interval.Value < interval.High, $"{interval}"));
    }

    // A metric of weighted rows must be that of a set in which each row stands as often as its weight says.
    [Fact]
    public void A_weight_counts_a_row_so_often()
    {
        int[] weights = [.. Enumerable.Range(0, 120).Select(i => (i * 7 % 4) switch { 0 => 3, 1 => 1, _ => 0 })];
        Assert.Equal(120, weights.Sum());
        BinaryRows rows = BinaryRows.Read(ScoredViews.SklearnBinary(s_ml), new EvaluationSettings());
        RankedScores ranked = new(rows.Scores);
        double[] weighted = new double[10], repeated = new double[10];
        new BinaryMetrics(rows, ranked).Compute([.. ranked.Rows.Select(row => weights[row])], weighted);
        BinaryRows copies = BinaryRows.Read(
            ScoredViews.Binary(s_ml, Repeat(weights).Select(i => (rows.Labels[i], rows.Scores[i], rows.Probabilities![i]))),
            new EvaluationSettings());
        new BinaryMetrics(copies, new RankedScores(copies.Scores)).Compute([.. Enumerable.Repeat(1, 120)], repeated);
        SklearnMetrics.AssertNumbers(repeated, weighted);
    }

    [Fact]
    public void A_weight_counts_a_row_of_several_classes_so_often()
    {
        int[] weights = [.. Enumerable.Range(0, 80).Select(i => (i * 7 % 4) switch { 0 => 3, 1 => 1, _ => 0 })];
        MulticlassRows rows = MulticlassRows.Read(ScoredViews.SklearnMulticlass(s_ml), new EvaluationSettings());
        double[] weighted = new double[4], repeated = new double[4];
        new MulticlassMetrics(rows).Compute(weights, weighted);
        IEnumerable<(int?, float[])> copies = [.. Repeat(weights).Select(i => ((int?)rows.Labels[i], rows.ScoresOf(i).ToArray()))];
        new MulticlassMetrics(MulticlassRows.Read(ScoredViews.Multiclass(s_ml, copies, 4, 4), new EvaluationSettings()))
            .Compute([.. Enumerable.Repeat(1, 80)], repeated);
        SklearnMetrics.AssertNumbers(repeated, weighted);
    }

    [Fact]
    public void The_seed_decides_the_interval()
    {
        bool[] isRight = [.. Enumerable.Range(0, 300).Select(i => i % 5 != 0)];
        Assert.Equal(Accuracy(isRight, 150, 7), Accuracy(isRight, 150, 7));
        Assert.NotEqual(Accuracy(isRight, 150, 7), Accuracy(isRight, 150, 8));
    }

    // Of the weights of n rows, each has the mean 1 and the variance 1 − 1/n, and their sum is n.
    [Fact]
    public void Weights_are_a_multinomial_draw()
    {
        int[] weights = new int[20_000];
        Bootstrap.Draw(weights, seed: 1, sample: 0);
        Assert.Equal(weights.Length, weights.Sum());
        Assert.Equal(1, Variance([.. weights.Select(weight => (double)weight)]), 0.05);
        Assert.Equal(Math.Exp(-1), (double)weights.Count(weight => weight == 0) / weights.Length, 0.01);
    }

    [Theory]
    [InlineData(1000, 10_000, 1000)]
    [InlineData(1000, 50_000, 1000)]
    [InlineData(1000, 200_000, 250)]
    [InlineData(1000, 1_000_000, 100)]
    [InlineData(0, 10_000, 0)]
    [InlineData(1000, 1, 0)]
    [InlineData(1000, 0, 0)]
    public void Fewer_samples_are_drawn_of_many_rows(int wanted, int rows, int expected) =>
        Assert.Equal(expected, Bootstrap.SampleCount(wanted, rows));

    [Fact]
    public void Without_samples_there_is_no_interval()
    {
        MetricInterval interval = Accuracy([true, false], samples: 0, seed: 0);
        Assert.Equal(new MetricInterval("accuracy", 0.5, double.NaN, double.NaN), interval);
    }

    private static MetricInterval Accuracy(bool[] isRight, int samples, int seed) => Assert.Single(Bootstrap.Intervals(
        ["accuracy"], isRight.Length, samples, seed, (weights, values) =>
        {
            int right = 0;
            for (int i = 0; i < weights.Length; i++)
            {
                right += isRight[i] ? weights[i] : 0;
            }

            values[0] = (double)right / weights.Length;
        }));

    private static IEnumerable<int> Repeat(int[] weights) => weights.SelectMany((weight, i) => Enumerable.Repeat(i, weight));

    private static double Variance(double[] values)
    {
        double mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
    }
}
