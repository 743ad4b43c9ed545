using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Reports;
using MLNetDeep.Trainers;

namespace MLNetDeep.Samples.FunctionFit;

/// <summary>Fits a function of one variable with a trainer from ML.NET's regression catalog and evaluates it with ML.NET.</summary>
/// <param name="Network">The trained network.</param>
/// <param name="Result">The result of the fit.</param>
internal sealed record RegressionFit(Network Network, FitResult Result)
{
    public static RegressionFit Run(
        CurvePoint[] points, int seed, Func<RegressionCatalog.RegressionTrainers, IEstimator<NetworkTransformer>> trainer)
    {
        MLContext ml = new(seed);
        IDataView data = ml.Data.LoadFromEnumerable(points);
        NetworkTransformer model = trainer(ml.Regression.Trainers).Fit(data);
        IDataView scored = model.Transform(data);
        RegressionMetrics metrics = ml.Regression.Evaluate(scored);
        ImmutableArray<double> errors = [.. model.History!.Epochs.Select(epoch => epoch.Training.Loss)];
        return new RegressionFit(model.Model, new FitResult(metrics.MeanSquaredError, [.. scored.GetColumn<float>("Score")], errors, []));
    }

    public static LineChart Chart(string title, CurvePoint[] points, FitResult result) => new(
        title,
        [
            new Series("points", [.. points.Select(p => new ChartPoint(p.X[0], p.Y))], SeriesStyle.Points),
            new Series("network", [.. points.Select((p, i) => new ChartPoint(p.X[0], result.Predictions[i]))]),
        ])
    {
        XLabel = "x",
        YLabel = "y",
    };
}
