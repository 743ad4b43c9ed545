using System.Globalization;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Evaluation;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;

namespace MLNetDeep.Tests.Evaluation;

public class CrossValidationExtensionsTests
{
    private readonly MLContext _ml = new(seed: 1);

    // Of 2, 4, 4, 4, 5, 5, 7, 9 the mean is 40 / 8 = 5, the squared deviations are 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32, and the sample
    // standard deviation is √(32 / 7). (That of the population would be √(32 / 8) = 2.)
    [Fact]
    public void The_standard_deviation_is_that_of_a_sample()
    {
        CrossValidationSummary summary = Results([2, 4, 4, 4, 5, 5, 7, 9]).Summarize();
        Assert.Equal(8, summary.Folds);
        Assert.Equal(["Score", "List[0]"], summary.Keys);
        Assert.Equal(5, summary["Score"].Mean);
        Assert.Equal(Math.Sqrt(32.0 / 7), summary["Score"].StandardDeviation, 1e-15);
        Assert.Equal((2, 9), (summary["Score"].Minimum, summary["Score"].Maximum));
        Assert.Equal(10, summary["List[0]"].Mean);
    }

    [Fact]
    public void A_fold_without_the_metric_makes_it_NaN()
    {
        MetricSummary score = Results([1, double.NaN, 3]).Summarize()["Score"];
        Assert.Equal((double.NaN, double.NaN, double.NaN, double.NaN), (score.Mean, score.StandardDeviation, score.Minimum, score.Maximum));
        Assert.Equal((7, double.NaN), (Results([7]).Summarize()["Score"].Mean, Results([7]).Summarize()["Score"].StandardDeviation));
    }

    [Fact]
    public void The_text_does_not_depend_on_the_culture()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = comma;
            Assert.Equal("0,5", $"{0.5}");
            Assert.Equal(
                "Mean and sample standard deviation over 2 folds\n  Score: 0.5 ± 0.354\n  List[0]: 1 ± 0.707", Results([0.25, 0.75]).Summarize().ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Summarizes_the_metrics_of_every_fold_of_CrossValidate()
    {
        IReadOnlyList<TrainCatalogBase.CrossValidationResult<MulticlassClassificationMetrics>> results = _ml.MulticlassClassification.CrossValidate(
            Flowers.View(_ml), _ml.MulticlassClassification.Trainers.SoftmaxRegression(), numberOfFolds: 3);
        CrossValidationSummary summary = results.Summarize();
        foreach ((string name, Func<MulticlassClassificationMetrics, double> read) in new (string, Func<MulticlassClassificationMetrics, double>)[]
        {
            ("MicroAccuracy", metrics => metrics.MicroAccuracy), ("MacroAccuracy", metrics => metrics.MacroAccuracy),
            ("LogLoss", metrics => metrics.LogLoss), ("LogLossReduction", metrics => metrics.LogLossReduction),
            ("PerClassLogLoss[2]", metrics => metrics.PerClassLogLoss[2]),
        })
        {
            double[] values = [.. results.Select(result => read(result.Metrics))];
            double mean = (values[0] + values[1] + values[2]) / 3;
            double variance = ((values[0] * values[0]) + (values[1] * values[1]) + (values[2] * values[2]) - (3 * mean * mean)) / 2;
            Assert.Equal(mean, summary[name].Mean, 1e-12);
            Assert.Equal(Math.Sqrt(Math.Max(variance, 0)), summary[name].StandardDeviation, 1e-6);
        }

        Assert.False(summary.ContainsKey("ConfusionMatrix"));
    }

    [Fact]
    public void Unknown_names_and_missing_folds_throw()
    {
        Assert.Contains(
            "no metric 'Accuracy'; there are: Score, List[0]",
            Assert.Throws<KeyNotFoundException>(() => Results([1]).Summarize()["Accuracy"]).Message);
        Assert.Contains("no folds", Assert.Throws<ArgumentException>(() => Results([]).Summarize()).Message);
    }

    // The items of List: two of the first fold, one of the others.
    private static IReadOnlyList<TrainCatalogBase.CrossValidationResult<Metrics>> Results(double[] scores) =>
        [.. scores.Select((score, i) => NewResult(new Metrics(score, i == 0 ? [2 * score, 1] : [2 * score])))];

    // ML.NET's constructor is internal.
    private static TrainCatalogBase.CrossValidationResult<Metrics> NewResult(Metrics metrics)
    {
        ConstructorInfo constructor = Assert.Single(
            typeof(TrainCatalogBase.CrossValidationResult<Metrics>).GetConstructors(BindingFlags.NonPublic | BindingFlags.Instance));
        object?[] arguments = [.. constructor.GetParameters()
            .Select(parameter => parameter.ParameterType == typeof(Metrics) ? metrics : parameter.ParameterType == typeof(int) ? 0 : (object?)null)];
        return (TrainCatalogBase.CrossValidationResult<Metrics>)constructor.Invoke(arguments);
    }

    private sealed class Metrics(double score, double[] list)
    {
        public double Score => score;

        public string Name => "not a number";

        public IReadOnlyList<double> List => list;
    }
}
