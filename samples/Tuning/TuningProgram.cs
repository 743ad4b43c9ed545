using System.Globalization;
using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Reports;
using MLNetDeep.Tuning;

namespace MLNetDeep.Samples.TuningSample;

/// <summary>Searches, shows the trials, and tests the best pipeline and the one with default values.</summary>
internal sealed class TuningProgram(TuningSampleOptions options, RunContext run)
{
    private const int ShownTrials = 10;

    public void Run()
    {
        run.EnsureWritable(options.SvgFile, options.ModelFile, options.JsonFile);
        MLContext ml = new();
        (IDataView training, IDataView test) = options.Problem.Load(ml);
        TuningResult result = ml.Tune(training, options.Problem.Space, trial => options.Problem.CreatePipeline(ml, trial), options.Search with
        {
            Distribution = run.Ranks,
            Progress = new SynchronousProgress<TuningProgress>(Show),
            Cancellation = run.Cancellation,
        });
        if (!run.IsMain)
        {
            return;
        }

        run.Output.WriteLine();
        run.Output.WriteLine(result.ToTable(ShownTrials));
        run.Output.WriteLine();
        Pictures.Trials(result).SaveSvg(options.SvgFile);
        Pictures.TrialProgress(result).SaveSvg(Path.ChangeExtension(options.SvgFile, ".progress.svg"));

        // The final model is trained on the held-out rows too.
        ITransformer best = result.Refit(training);
        if (options.ModelFile is not null)
        {
            ml.Model.SaveSafely(best, training.Schema, options.ModelFile);
        }

        run.ThrowIfCancelled();
        ITransformer standard = options.Problem.CreateDefault(ml, result.Trials[0].Seed, run.Cancellation).Fit(training);
        TuningReport report = new(
            result.Best.Number,
            result.Parameters.ToDictionary(parameter => parameter.Name, result.Best.TextOf),
            result.Best.Value,
            result.Trials[0].Value,
            Evaluate(ml, best, test),
            Evaluate(ml, standard, test),
            CountEpochs(result),
            result.Trials.Sum(trial => trial.Duration.TotalSeconds));
        run.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"On the held-out rows: {report.HeldOut:F4} with the best values, {report.FirstHeldOut:F4} with the sample's defaults{Epochs(result.Trials[0])}."));
        run.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Accuracy on the test rows: {report.Test:F4} with the best values, {report.DefaultTest:F4} with the sample's defaults."));
        run.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Epochs(report.Epochs)} in {report.Seconds:F0} s of trials; they are in {options.Search.Journal}, drawn in {options.SvgFile}."));
        if (options.JsonFile is not null)
        {
            JsonReport.Write(options.JsonFile, report);
        }
    }

    private double Evaluate(MLContext ml, ITransformer model, IDataView test)
    {
        IDataView scored = model.Transform(test);
        return options.Problem.Metric == TuningMetric.MicroAccuracy
            ? ml.MulticlassClassification.Evaluate(scored).MicroAccuracy
            : ml.BinaryClassification.Evaluate(scored).Accuracy;
    }

    // A promoted trial goes on from where it was.
    private int CountEpochs(TuningResult result) => result.Trials.Sum(trial =>
        trial.Rungs.Where(rung => rung.Failure is null).Select(rung => EpochsOf(trial, rung)).DefaultIfEmpty().Max());

    private int EpochsOf(TrialResult trial, RungResult rung) => rung.Epochs ?? options.Problem.EpochsOf(trial);

    // Successive halving may have trained them for fewer epochs than the sample does.
    private static string Epochs(TrialResult trial) => trial.Epochs is { } epochs ? $" ({Epochs(epochs)})" : "";

    private static string Epochs(int count) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "epoch" : "epochs")}");

    private void Show(TuningProgress progress)
    {
        RungResult rung = progress.Trial.Rungs[^1];
        string value = rung.Failure ?? rung.Value.ToString("F4", CultureInfo.InvariantCulture);
        run.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{progress.Completed,3} of {progress.Total}: {value}, {Epochs(EpochsOf(progress.Trial, rung))}, trial {progress.Trial.Number}: {progress.Trial}"));
    }
}
