using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Reports;
using MLNetDeep.Trainers;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>
/// Trains three networks on the same rows: the chosen one, a much larger one without dropout and weight penalty, and the larger one
/// with early stopping. Shows how far training and validation metrics diverge.
/// </summary>
internal sealed class OverfittingComparison(SentimentPipeline pipeline, OverfittingOptions options, TextWriter output, bool isTerminal)
{
    private const int Enlargement = 8;

    public void Run(MLContext ml, IDataView rows)
    {
        MultilayerPerceptronOptions common = pipeline.Network with
        {
            Epochs = options.Epochs,
            ValidationSplit = options.ValidationShare,
            EarlyStopping = null,
        };
        MultilayerPerceptronOptions larger = common with
        {
            HiddenUnits = [.. common.HiddenUnits.Select(units => units * Enlargement)],
            DropoutRate = 0,
            KernelRegularizer = null,
        };
        MultilayerPerceptronOptions stopped = larger with
        {
            EarlyStopping = new EarlyStopping { Patience = options.Patience, RestoreBestWeights = true },
        };
        ComparedNetwork network = Train(ml, rows, Units(common), common);
        ComparedNetwork large = Train(ml, rows, Units(larger), larger);
        ComparedNetwork early = Train(ml, rows, $"{Units(larger)}, stopped early", stopped);

        output.WriteLine();
        Draw("Loss by epoch", "loss", options.LossFile, result => result.Loss, [network, large]);
        Draw("Accuracy by epoch", "accuracy", options.AccuracyFile, result => result.Accuracy, [network, large]);
        ShowTable([network, large, early]);
        output.WriteLine($"The curves are drawn in {options.LossFile} and {options.AccuracyFile}.");
        output.WriteLine();
    }

    private static string Units(MultilayerPerceptronOptions network) => $"{string.Join(",", network.HiddenUnits)} units";

    private ComparedNetwork Train(MLContext ml, IDataView rows, string name, MultilayerPerceptronOptions network)
    {
        output.WriteLine($"{name}:");
        ITransformer model;
        TrainingHistory history;
        using (TrainingDisplay progress = TrainingDisplay.Create(output, isTerminal))
        {
            (model, history) = (pipeline with { Network = network }).With(progress).Train(ml, rows);
        }

        using SentimentModel trained = new(ml, model);
        EpochResult kept = network.EarlyStopping is null ? history.Epochs[^1] : ComparedNetwork.Best(history);
        return new ComparedNetwork(name, trained.Network.Spec.ParameterCount, history, kept);
    }

    private void Draw(string title, string quantity, string svgFile, Func<EvaluationResult, double> value, ComparedNetwork[] networks)
    {
        IEnumerable<Series> series = networks.SelectMany(network => new[]
        {
            Series.OfValues($"{network.Name}, training", network.History.Epochs.Select(epoch => value(epoch.Training))),
            Series.OfValues($"{network.Name}, validation", network.History.Epochs.Select(epoch => value(epoch.Validation!.Value))),
        });
        LineChart chart = new(title, [.. series]) { XLabel = "epoch", YLabel = quantity };
        output.WriteLine(chart.ToText());
        OutputFile.Write(svgFile, chart.WriteSvg);
    }

    private void ShowTable(ComparedNetwork[] networks)
    {
        int width = networks.Max(network => network.Name.Length);
        output.WriteLine($"{"",-28}{"".PadRight(width)}                          of the weights kept");
        output.WriteLine($"{"".PadRight(width)}  parameters  epochs  lowest validation loss  training loss  validation loss  accuracy");
        foreach (ComparedNetwork network in networks)
        {
            EpochResult best = ComparedNetwork.Best(network.History);
            EvaluationResult kept = network.Kept.Validation!.Value;
            string lowest = $"{best.Validation!.Value.Loss:F4} in epoch {best.Epoch}";
            output.WriteLine(
                $"{network.Name.PadRight(width)}  {network.Parameters,10}  {network.History.Epochs.Length,6}  {lowest,22}  "
                + $"{network.Kept.Training.Loss,13:F4}  {kept.Loss,15:F4}  {kept.Accuracy,8:F4}");
        }
    }
}
