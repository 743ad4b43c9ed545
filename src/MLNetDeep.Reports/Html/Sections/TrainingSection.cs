using System.Globalization;
using MLNetDeep.Neural;

namespace MLNetDeep.Reports.Html.Sections;

/// <summary>How the training went: times, warnings and curves.</summary>
/// <param name="history">The history; null for a loaded model.</param>
/// <param name="pictures">The curves, and the learning-rate range test.</param>
internal sealed class TrainingSection(TrainingHistory? history, IReadOnlyList<Picture> pictures) : IReportSection
{
    public string Id => "training";

    public string Heading => "Training";

    public IReadOnlyList<Picture> Pictures => pictures;

    public void Write(HtmlBuilder html)
    {
        if (history is null)
        {
            html.AddMarkup("<p>The model was loaded from a file, which does not hold the history of its training.</p>\n");
        }
        else if (history.Epochs.IsEmpty)
        {
            html.AddMarkup("<p>The trainer took no steps: the network has the weights that it began with.</p>\n");
        }
        else
        {
            html.AddFacts(ReadFacts(history));
        }

        foreach (string warning in history?.Warnings ?? [])
        {
            html.Add($"<p class=\"warning\"><strong>Warning:</strong> {warning}</p>\n");
        }

        html.AddPictures(pictures);
    }

    private static IEnumerable<Fact> ReadFacts(TrainingHistory history)
    {
        int epochs = history.Epochs.Length;
        TimeSpan time = TimeSpan.FromTicks(history.Epochs.Sum(epoch => epoch.Duration.Ticks));
        long rows = history.Epochs.Sum(epoch => epoch.Training.RowCount);
        yield return new Fact("Epochs", PictureText.Number((long)epochs) + (history.Epochs[^1].IsPartial ? ", the last one in part" : ""));
        yield return new Fact("Weights kept", history.KeptEpoch is { } kept
            ? $"epoch {PictureText.Number((long)kept)}, {(kept == epochs && history.Divergence is null ? "the last" : "the best")}"
            : "the last finite ones");
        yield return new Fact("Batches", history.Iterations.ToString("N0", CultureInfo.InvariantCulture));
        yield return new Fact("Time", NumberText.Duration(time));
        yield return new Fact("Time per epoch", NumberText.Duration(time / epochs));
        if (time > TimeSpan.Zero)
        {
            yield return new Fact("Rows per second", (rows / time.TotalSeconds).ToString("N0", CultureInfo.InvariantCulture));
        }
    }
}
