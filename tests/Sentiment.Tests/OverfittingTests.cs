using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MLNetDeep.Samples;
using Samples.Tests;

namespace Sentiment.Tests;

public sealed partial class OverfittingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("overfitting-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_larger_network_overfits_and_early_stopping_prevents_it()
    {
        SampleRun run = SmallReviews.RunSample(
            "--compare", "--svg", Path.Combine(_folder, "curves.svg"), "--epochs", "10", "--words", "4000");
        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Error));
        Row network = FindRow(run.Output, "16 units");
        Row larger = FindRow(run.Output, "128 units");
        Row stopped = FindRow(run.Output, "128 units, stopped early");

        Assert.Equal((4000 * 16) + 16 + 16 + 1, network.Parameters);
        Assert.Equal((4000 * 128) + 128 + 128 + 1, larger.Parameters);
        Assert.Equal((10, 10), (network.Epochs, larger.Epochs));
        // The larger network memorizes the training rows while its validation loss rises.
        Assert.InRange(larger.TrainingLoss, 0, 0.05);
        Assert.True(larger.ValidationLoss > larger.LowestLoss + 0.05, $"{larger}");
        // Early stopping ends the same training two epochs after the best epoch and restores the weights of the best epoch.
        Assert.Equal((larger.LowestLoss, larger.LowestEpoch), (stopped.LowestLoss, stopped.LowestEpoch));
        Assert.Equal(stopped.LowestLoss, stopped.ValidationLoss);
        Assert.Equal(stopped.LowestEpoch + 2, stopped.Epochs);

        foreach (string quantity in new[] { "loss", "accuracy" })
        {
            Assert.Contains($"{char.ToUpperInvariant(quantity[0])}{quantity[1..]} by epoch", run.Output);
            XElement svg = XElement.Load(Path.Combine(_folder, $"curves.{quantity}.svg"));
            IEnumerable<int> points = svg.Descendants().Where(e => e.Name.LocalName == "polyline")
                .Select(e => e.Attribute("points")!.Value.Split(' ').Length);
            Assert.Equal(4, points.Count(count => count == 10)); // training and validation curves of two networks, with a point per epoch
        }
    }

    private static Row FindRow(string output, string name)
    {
        Match match = TableRow().Matches(output).Single(m => m.Groups[1].Value == name);
        double Number(int group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
        return new Row((long)Number(2), (int)Number(3), Number(4), (int)Number(5), Number(6), Number(7));
    }

    [GeneratedRegex(@"^(\S.*?) {2,}(\d+) +(\d+) +(\S+) in epoch (\d+) +(\S+) +(\S+) +\S+\r?$", RegexOptions.Multiline)]
    private static partial Regex TableRow();

    private sealed record Row(long Parameters, int Epochs, double LowestLoss, int LowestEpoch, double TrainingLoss, double ValidationLoss);
}
