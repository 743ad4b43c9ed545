using Microsoft.ML;
using MLNetDeep.Neural;
using Fold = Microsoft.ML.TrainCatalogBase.CrossValidationResult<Microsoft.ML.Data.CalibratedBinaryClassificationMetrics>;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>Cross-validates the pipeline with ML.NET. Each fold learns its own vocabulary and trains its own network.</summary>
internal sealed class CrossValidation(SentimentPipeline pipeline, int folds, RunContext run)
{
    // A fold needs a row of each of the two classes.
    private const int MinRowsPerFold = 2;

    /// <summary>Shows the metrics of each fold and their means, and returns the means.</summary>
    /// <exception cref="InvalidDataException">There are too few rows, or the rows cannot be read or used for training.</exception>
    public SentimentReport Run(MLContext ml, IDataView rows)
    {
        if (TrainTestRows.Count(rows) is long count && count < MinRowsPerFold * folds)
        {
            throw new InvalidDataException($"{folds} folds are too many for {count} rows: each fold needs at least {MinRowsPerFold} rows.");
        }

        List<TrainingHistory> histories = new();
        IReadOnlyList<Fold> results;
        using (ProgressDisplay progress = run.ShowProgress("reading the texts"))
        {
            progress.BeginPart("fold", 1, folds);
            IEstimator<ITransformer> estimator = pipeline.WithProgress(progress).CreateEstimator(ml, trained =>
            {
                run.ThrowIfCancelled();
                histories.Add(trained.History!);
                progress.BeginPart("fold", Math.Min(histories.Count + 1, folds), folds);
            });
            results = SentimentPipeline.WrapDataErrors(() => ml.BinaryClassification.CrossValidate(
                progress.Watch(rows, "texts"), estimator, folds, seed: pipeline.Training.Seed));
        }

        run.Output.WriteLine("Fold  Accuracy  Area under ROC curve  F1 score");
        foreach (Fold fold in results)
        {
            WriteRow($"{fold.Fold + 1}", fold.Metrics.Accuracy, fold.Metrics.AreaUnderRocCurve, fold.Metrics.F1Score);
        }

        SentimentReport report = CreateReport(ml, results, histories);
        WriteRow("Mean", report.Accuracy, report.AreaUnderRocCurve, report.F1Score);
        double deviation = StandardDeviation(results, report.Accuracy);
        run.Output.WriteLine($"Accuracy {report.Accuracy:F4}, the mean of {folds} folds; standard deviation {deviation:F4}.");
        return report;
    }

    private static SentimentReport CreateReport(MLContext ml, IReadOnlyList<Fold> results, List<TrainingHistory> histories)
    {
        SentimentModel[] models = [.. results.Select(fold => new SentimentModel(ml, fold.Model))];
        return new SentimentReport(
            results.Average(fold => fold.Metrics.Accuracy),
            results.Average(fold => fold.Metrics.AreaUnderRocCurve),
            results.Average(fold => fold.Metrics.F1Score),
            models.Average(model => model.Vocabulary.Count),
            models.Average(model => model.Network.Spec.ParameterCount),
            histories.Average(history => history.Epochs.Length),
            histories.SelectMany(history => history.Epochs).Average(epoch => epoch.Duration.TotalSeconds));
    }

    private static double StandardDeviation(IReadOnlyList<Fold> results, double mean) =>
        Math.Sqrt(results.Sum(fold => Math.Pow(fold.Metrics.Accuracy - mean, 2)) / (results.Count - 1));

    private void WriteRow(string name, double accuracy, double area, double f1) =>
        run.Output.WriteLine($"{name,-4}  {accuracy,8:F4}  {area,20:F4}  {f1,8:F4}");
}
