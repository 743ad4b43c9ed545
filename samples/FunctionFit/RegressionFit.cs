using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Reports;
using MLNetDeep.Trainers;

namespace MLNetDeep.Samples.FunctionFit;

/// <summary>A fit of a function of one variable by a trainer from ML.NET's regression catalog.</summary>
/// <param name="Network">The trained network.</param>
/// <param name="Result">The error, the predictions and the losses.</param>
internal sealed record RegressionFit(Network Network, FitResult Result)
{
    /// <summary>Trains on the points and evaluates the network on the same points with ML.NET.</summary>
    /// <param name="points">The points to fit.</param>
    /// <param name="options">The options of the trainer, for the report and the seed of the ML.NET context.</param>
    /// <param name="createTrainer">Creates the trainer from the regression catalog.</param>
    public static RegressionFit Run(
        CurvePoint[] points, NeuralTrainerOptions options, Func<RegressionCatalog.RegressionTrainers, IEstimator<NetworkTransformer>> createTrainer)
    {
        MLContext ml = new(options.Seed);
        IDataView data = ml.Data.LoadFromEnumerable(points);
        NetworkTransformer model = createTrainer(ml.Regression.Trainers).Fit(data);
        IDataView scored = model.Transform(data);
        RegressionMetrics metrics = ml.Regression.Evaluate(scored);
        ImmutableArray<double> losses = [.. model.History!.Epochs.Select(epoch => epoch.Training.Loss)];
        return new RegressionFit(model.Model, new FitResult(metrics.MeanSquaredError, [.. scored.GetColumn<float>("Score")], losses, [])
        {
            CreateReport = report => EvaluationReport.Create(
                metrics, scored, model, report with { TrainingData = data, Trainer = options, Seed = options.Seed }),
        });
    }

    /// <summary>Draws the points and the network's predictions.</summary>
    public static (string Text, Picture Picture) Draw(string title, CurvePoint[] points, FitResult result)
    {
        ChartPoint[] data = [.. points.Select(p => new ChartPoint(p.X[0], p.Y))];
        ChartPoint[] network = [.. points.Select((p, i) => new ChartPoint(p.X[0], result.Predictions[i]))];
        string text = TextPlot.Draw(title, "x", "y", [new TextCurve("points", data, IsLine: false), new TextCurve("network", network)]);
        return (text, Pictures.FittedCurve(title, data, network));
    }
}
