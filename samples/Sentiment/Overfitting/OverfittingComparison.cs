using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Reports;
using MLNetDeep.Trainers;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>
/// Shows how far training and validation metrics diverge when a network overfits. Trains three networks on the same rows: the network
/// of the command line, a network with more units and without dropout and weight penalty, and the larger network with early stopping.
/// </summary>
internal sealed class OverfittingComparison(BagPipeline pipeline, OverfittingOptions options, RunContext run)
{
    private const int UnitFactor = 8;

    /// <summary>Trains the networks, draws their loss and accuracy curves, and shows a table of their metrics.</summary>
    public void Run(MLContext ml, IDataView rows)
    {
        MultilayerPerceptronOptions common = pipeline.Perceptron with
        {
            Epochs = options.Epochs,
            ValidationSplit = options.ValidationFraction,
            EarlyStopping = null,
        };
        MultilayerPerceptronOptions larger = common with
        {
            HiddenUnits = [.. common.HiddenUnits.Select(units => units * UnitFactor)],
            DropoutRate = 0,
            KernelRegularizer = null,
        };
        MultilayerPerceptronOptions stopped = larger with
        {
            EarlyStopping = new EarlyStopping { Patience = options.Patience, RestoreBestWeights = true },
        };
        ComparedNetwork chosen = Train(ml, rows, FormatUnits(common), common);
        ComparedNetwork large = Train(ml, rows, FormatUnits(larger), larger);
        ComparedNetwork early = Train(ml, rows, $"{FormatUnits(larger)}, stopped early", stopped);
        if (!run.IsMain)
        {
            return;
        }

        run.Output.WriteLine();
        Draw("Loss by epoch", "loss", options.LossFile, result => result.Loss, [chosen, large]);
        Draw("Accuracy by epoch", "accuracy", options.AccuracyFile, result => result.Accuracy, [chosen, large]);
        ShowTable([chosen, large, early]);
        run.Output.WriteLine($"The curves are drawn in {options.LossFile} and {options.AccuracyFile}.");
        run.Output.WriteLine();
    }

    private static string FormatUnits(MultilayerPerceptronOptions network) => $"{string.Join(",", network.HiddenUnits)} units";

    private ComparedNetwork Train(MLContext ml, IDataView rows, string name, MultilayerPerceptronOptions network)
    {
        run.Output.WriteLine($"{name}:");
        ITransformer model;
        TrainingHistory history;
        using (ProgressDisplay progress = run.ShowProgress("reading the texts"))
        {
            (model, history) = (pipeline with { Perceptron = network }).WithProgress(progress).Train(ml, progress.Watch(rows, "texts"));
            run.ThrowIfCancelled();
        }

        using SentimentModel trained = new(ml, model);
        EpochResult kept = network.EarlyStopping is null ? history.Epochs[^1] : ComparedNetwork.FindBestEpoch(history);
        return new ComparedNetwork(name, trained.Network.Spec.ParameterCount, history, kept);
    }

    private void Draw(string title, string quantity, string svgFile, Func<EvaluationResult, double> value, ComparedNetwork[] networks)
    {
        TextCurve[] curves =
        [
            .. networks.SelectMany(network => new[]
            {
                TextCurve.OfValues($"{network.Name}, training", network.History.Epochs.Select(epoch => value(epoch.Training))),
                TextCurve.OfValues($"{network.Name}, validation", network.History.Epochs.Select(epoch => value(epoch.Validation!.Value))),
            }),
        ];
        run.Output.WriteLine(TextPlot.Draw(title, "epoch", quantity, curves));
        Pictures.Lines(title, "epoch", quantity, [.. curves.Select(curve => (curve.Name, curve.Points))]).SaveSvg(svgFile);
    }

    private void ShowTable(ComparedNetwork[] networks)
    {
        int width = networks.Max(network => network.Name.Length);
        run.Output.WriteLine($"{"",-28}{"".PadRight(width)}                          of the weights kept");
        run.Output.WriteLine($"{"".PadRight(width)}  parameters  epochs  lowest validation loss  training loss  validation loss  accuracy");
        foreach (ComparedNetwork network in networks)
        {
            EpochResult best = ComparedNetwork.FindBestEpoch(network.History);
            EvaluationResult kept = network.Kept.Validation!.Value;
            string lowest = $"{best.Validation!.Value.Loss:F4} in epoch {best.Epoch}";
            run.Output.WriteLine(
                $"{network.Name.PadRight(width)}  {network.Parameters,10}  {network.History.Epochs.Length,6}  {lowest,22}  "
                + $"{network.Kept.Training.Loss,13:F4}  {kept.Loss,15:F4}  {kept.Accuracy,8:F4}");
        }
    }
}
