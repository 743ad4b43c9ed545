using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Reports;
using MLNetDeep.Trainers;

namespace MLNetDeep.Samples.Digits;

/// <summary>
/// Tells a training by the states of its network after 0, 1, 10 and 1,000 iterations, side by side in an HTML file and as a table.
/// </summary>
internal sealed class DigitsStory
{
    /// <summary>The number of mini-batches after which the last state is copied.</summary>
    public const long LastIteration = 1000;

    private const int FewUnits = 10;

    private readonly NetworkSnapshots _snapshots = new(0, 1, 10, LastIteration);

    /// <summary>The callback that the training must have.</summary>
    public TrainingCallback Callback => _snapshots;

    /// <summary>Evaluates the states with ML.NET, writes the file and shows the table.</summary>
    /// <param name="ml">The ML.NET context.</param>
    /// <param name="trainer">The options of the training.</param>
    /// <param name="train">The rows of the training, for their labels.</param>
    /// <param name="test">The rows to evaluate.</param>
    /// <param name="file">The HTML file.</param>
    /// <param name="run">Receives the table and the progress.</param>
    public void Write(MLContext ml, NeuralTrainerOptions trainer, IDataView train, IDataView test, string file, RunContext run)
    {
        List<StoryState> states = [];
        List<string> table = ["Iterations  Accuracy  Log-loss"];
        using (ProgressDisplay progress = run.ShowProgress("evaluating"))
        {
            foreach ((long iterations, Network network) in _snapshots.Taken)
            {
                progress.BeginPart("state", states.Count + 1, _snapshots.Taken.Count);
                ITransformer model = DigitsPipeline.Create(ml, trainer with { InitialNetwork = network, Iterations = 0 }).Fit(train);
                IDataView scored = progress.Watch(model.Transform(test), "digits");
                MulticlassClassificationMetrics metrics = ml.MulticlassClassification.Evaluate(scored);
                table.Add(Invariant($"{iterations,10:N0}  {metrics.MicroAccuracy,8:F4}  {metrics.LogLoss,8:F4}"));
                states.Add(CreateState(iterations, network, metrics, scored, model));
            }
        }

        table.ForEach(run.Output.WriteLine);
        string introduction = trainer is SoftmaxRegressionOptions
            ? "A network without hidden layers learns handwritten digits. Each image of weights belongs to a digit: ink on red makes it more likely, "
                + "ink on blue less likely."
            : "A network with hidden layers learns handwritten digits. Each image of weights belongs to a hidden unit: ink on red raises its sum, "
                + "ink on blue lowers it.";
        new StoryPage("A training in four states", introduction, states).SaveHtml(file);
        run.Output.WriteLine();
    }

    private static StoryState CreateState(
        long iterations, Network network, MulticlassClassificationMetrics metrics, IDataView scored, ITransformer model)
    {
        EvaluationReport report = EvaluationReport.Create(
            metrics, scored, model, new ReportOptions { ImageColumn = nameof(Digit.Image), BootstrapSamples = 0 });
        return new StoryState(
            iterations == 1 ? "After 1 iteration" : Invariant($"After {iterations:N0} iterations"),
            [("Accuracy", Invariant($"{metrics.MicroAccuracy:F4}")), ("Log-loss", Invariant($"{metrics.LogLoss:F4}"))],
            [.. Named("first-images"), .. Named("mistakes"), DrawWeights(network), .. Named("confusion-matrix")]);

        // A state without mistakes has no picture of them.
        IEnumerable<Picture> Named(string name) => report.Pictures.Where(picture => picture.Name == name);
    }

    private static Picture DrawWeights(Network network)
    {
        NamedTensor weights = network.GetWeights()[0];
        float[][,] units = new float[weights.Shape[0]][,];
        for (int unit = 0; unit < units.Length; unit++)
        {
            units[unit] = new float[Digit.Height, Digit.Width];
            Buffer.BlockCopy(
                weights.Values, unit * units[unit].Length * sizeof(float), units[unit], 0, units[unit].Length * sizeof(float));
        }

        return Pictures.Weights("Weights of the first layer", units, columns: units.Length <= FewUnits ? 5 : 10);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
