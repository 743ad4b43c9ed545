using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.ML;
using MLNetDeep.Data;
using MLNetDeep.Neural;
using MLNetDeep.Samples;
using MLNetDeep.Samples.Digits;
using MLNetDeep.Trainers;
using Samples.Tests;

namespace Digits.Tests;

/// <summary>Tests of --story: the states of one training.</summary>
public sealed partial class StoryTests : IDisposable
{
    private readonly SmallDigits _data = new();
    private readonly List<string> _opened = [];

    private string Story => _data.File("story.html");

    public void Dispose() => _data.Dispose();

    // The weights of an untrained softmax are zero, so the digit 0 is predicted for all, which is right for 1 in 10, and the log-loss is ln 10.
    [Fact]
    public void The_states_are_those_of_trainings_of_as_many_iterations()
    {
        string[] tutorial = ["--model", "softmax", "--optimizer", "sgd", "--learning-rate", "0.5", "--batch-size", "100"];
        string json = _data.File("story.json");
        SampleRun run = Run("--story", Story, "--json", json);
        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Error));
        (double Accuracy, double LogLoss)[] states = ReadPage();
        Assert.Equal(4, states.Length);
        Assert.Equal((0.1, 2.3026), states[0]);
        foreach ((long iterations, int i) in ((long, int)[])[(1, 1), (10, 2), (1000, 3)])
        {
            JsonElement alone = RunWithJson([.. tutorial, "--iterations", iterations.ToString(CultureInfo.InvariantCulture)]);
            Assert.Equal(alone.GetProperty("microAccuracy").GetDouble(), states[i].Accuracy, 0.00005);
            Assert.Equal(alone.GetProperty("logLoss").GetDouble(), states[i].LogLoss, 0.00005);
            Assert.Contains(
                string.Create(CultureInfo.InvariantCulture, $"{iterations,10:N0}  {states[i].Accuracy,8:F4}  {states[i].LogLoss,8:F4}"), run.Output);
            if (iterations == 1000)
            {
                Assert.Equal(alone.GetProperty("weightsSha256").GetString(), SampleRun.ReadReport(json).GetProperty("weightsSha256").GetString());
            }
        }

        Assert.True(states[3].Accuracy > states[0].Accuracy + 0.5);
        Assert.Contains($"The story is in {Story}.", run.Output);
    }

    // 200 rows in batches of 64 are 4 batches per epoch, so the states lie in different epochs.
    [Fact]
    public void The_copied_networks_have_the_weights_of_trainings_of_as_many_iterations()
    {
        long[] iterations = [0, 1, 4, 10, 13];
        NetworkSnapshots snapshots = new(iterations);
        string all = Train(13, snapshots);
        Assert.Equal(iterations, snapshots.Taken.Select(state => state.Iterations));
        Assert.Equal(all, DigitsTraining.HashWeights(snapshots.Taken[^1].Network));
        Assert.All(snapshots.Taken, state => Assert.Equal(Train(state.Iterations), DigitsTraining.HashWeights(state.Network)));
        Assert.Equal(iterations.Length, snapshots.Taken.Select(state => DigitsTraining.HashWeights(state.Network)).Distinct().Count());

        string Train(long count, params TrainingCallback[] callbacks)
        {
            MLContext ml = new(1);
            NetworkTransformer? trained = null;
            MultilayerPerceptronOptions options = new() { HiddenUnits = [8], BatchSize = 64, Iterations = count, Seed = 3, Callbacks = [.. callbacks] };
            DigitsPipeline.Create(ml, options, transformer => trained = transformer).Fit(ml.Data.LoadMnist(_data.Folder, MnistSplit.Train));
            return DigitsTraining.HashWeights(trained!.Model);
        }
    }

    [Fact]
    public void A_multilayer_perceptron_has_a_story_too()
    {
        SampleRun run = Run("--story", Story, "--model", "mlp", "--hidden", "12", "--open");
        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Error));
        Assert.Equal([Story], _opened);
        Assert.Equal(4, ReadPage().Length);
        string html = WebUtility.HtmlDecode(File.ReadAllText(Story));
        Assert.Equal(4, Regex.Count(html, "aria-label=\"Weights of the first layer\\. 12 units, 28 by 28 weights each"));
        Assert.Equal(4, Regex.Count(html, "aria-label=\"The first test images\\."));
        Assert.Equal(4, Regex.Count(html, "aria-label=\"Confusion matrix\\. 50 rows of 10 classes\\."));
    }

    // The same training as on the real digits gave these weights before there was a story.
    [Fact]
    public void The_story_of_the_real_digits_ends_with_the_known_weights()
    {
        string json = _data.File("story.json");
        SampleRun run = SampleRun.Execute(
            (output, error) => new DigitsCommand(output, error, isTerminal: false),
            "--story", Story, "--json", json, "--save", _data.File("model.zip"));
        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            "4dd5e27dcd4fdfb42970b0dbba0b698b5d9eff890c441912941587674f63a651",
            SampleRun.ReadReport(json).GetProperty("weightsSha256").GetString());

        // 980 of the 10,000 test digits are zeros.
        (double Accuracy, double LogLoss)[] states = ReadPage();
        Assert.Equal(0.098, states[0].Accuracy);
        Assert.Equal(states.Select(state => state.Accuracy).Order(), states.Select(state => state.Accuracy));
        Assert.InRange(states[3].Accuracy, 0.91, 0.93);
    }

    [Theory]
    [InlineData("--epochs cannot be combined with --story; set --iterations.", "--epochs", "3")]
    [InlineData("--iterations is 999; accepted with --story: 1000 or more.", "--iterations", "999")]
    public void A_training_that_is_too_short_for_the_story_is_refused(string expected, params string[] arguments)
    {
        SampleRun run = Run([.. arguments, "--story", Story]);
        Assert.Equal((ExitCodes.InvalidOption, expected), (run.ExitCode, run.ErrorLine));
    }

    private (double Accuracy, double LogLoss)[] ReadPage() =>
    [
        .. StateValues().Matches(File.ReadAllText(Story)).Select(match => (Number(match.Groups[1].Value), Number(match.Groups[2].Value))),
    ];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private JsonElement RunWithJson(params string[] arguments)
    {
        string json = _data.File("alone.json");
        Assert.Equal(ExitCodes.Success, Run([.. arguments, "--json", json]).ExitCode);
        return SampleRun.ReadReport(json);
    }

    private SampleRun Run(params string[] arguments) => SampleRun.Execute(
        (output, error) => new DigitsCommand(output, error, isTerminal: false) { OpenFile = _opened.Add },
        [.. arguments, "--data", _data.Folder, "--save", _data.File("model.zip")]);

    [GeneratedRegex("<dt>Accuracy</dt><dd>([0-9.]+)</dd></div>\\s*<div><dt>Log-loss</dt><dd>([0-9.]+)</dd>")]
    private static partial Regex StateValues();
}
