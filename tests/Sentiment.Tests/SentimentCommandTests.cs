using System.Text.Json;
using MLNetDeep.Samples;
using MLNetDeep.Samples.Sentiment;
using Samples.Tests;

namespace Sentiment.Tests;

/// <summary>Tests of the effects of the command-line options.</summary>
public sealed class SentimentCommandTests : IDisposable
{
    private readonly SmallReviews _data = new();

    private string Model => _data.File("model.zip");

    public void Dispose() => _data.Dispose();

    [Fact]
    public void A_loaded_model_is_tested_like_the_trained_one()
    {
        JsonElement trained = RunWithReport("--save", Model, "--test-last", "50", "--epochs", "2").Json;
        (SampleRun run, JsonElement loaded) = RunWithReport("--load", Model, "--test-last", "50");
        string[] equalValues = ["accuracy", "areaUnderRocCurve", "f1Score", "vocabulary", "parameters"];
        Assert.All(equalValues, name => Assert.Equal(trained.GetProperty(name).GetDouble(), loaded.GetProperty(name).GetDouble()));
        Assert.Equal((0, 0), (loaded.GetProperty("epochs").GetDouble(), loaded.GetProperty("secondsPerEpoch").GetDouble()));
        Assert.DoesNotContain("Epoch", run.Output);
        Assert.Contains("(25.0/(25.0+25.0))", run.Output);
        Assert.Contains("(100.0/(100.0+100.0))", _data.Run("--load", Model).Output);
    }

    [Fact]
    public async Task Ctrl_C_stops_the_training_with_exit_code_130()
    {
        string remainingOutput = await SampleProcess.InterruptAsync(
            typeof(SentimentCommand), "Epoch 2/", "--tsv", _data.Tsv, "--epochs", "1000000", "--save", Model);
        Assert.DoesNotContain("Accuracy:", remainingOutput);
        Assert.False(File.Exists(Model));
    }

    [Fact]
    public void The_result_depends_on_the_seed_but_not_on_the_number_of_threads()
    {
        string Result(params string[] arguments) => _data.Run([.. arguments, "--text", "good bad", "--explain"]).OutputAfter("good bad");
        Assert.Equal(Result("--threads", "1"), Result("--threads", "2"));
        Assert.NotEqual(Result("--threads", "1"), Result("--threads", "1", "--seed", "7"));
    }

    [Theory]
    [InlineData("--words", "6")]
    [InlineData("--ngrams", "1")]
    [InlineData("--ngrams", "3")]
    [InlineData("--weighting", "count")]
    [InlineData("--weighting", "frequency")]
    [InlineData("--weighting", "tfidf")]
    [InlineData("--min-count", "30")]
    [InlineData("--stop-words", "english")]
    [InlineData("--hidden", "5,5,5")]
    [InlineData("--activation", "tanh")]
    [InlineData("--dropout", "0.1")]
    [InlineData("--l2", "0.01")]
    [InlineData("--optimizer", "sgd")]
    [InlineData("--learning-rate", "0.01")]
    [InlineData("--batch-size", "10")]
    [InlineData("--epochs", "9")]
    [InlineData("--validation", "0.5")]
    [InlineData("--patience", "3")]
    [InlineData("--test-last", "100")]
    public void Each_option_changes_the_contributions(string option, string value)
    {
        const string Text = "good good film is";
        string Contributions(params string[] arguments) => _data.Run([.. arguments, "--text", Text, "--explain"]).OutputAfter(Text);
        Assert.NotEqual(Contributions(), Contributions(option, value));
    }

    [Fact]
    public void A_small_vocabulary_and_three_hidden_layers_can_be_chosen()
    {
        (SampleRun run, JsonElement json) = RunWithReport(
            "--words", "10", "--ngrams", "1", "--hidden", "5,5,5", "--optimizer", "sgd", "--learning-rate", "0.01", "--batch-size", "32",
            "--epochs", "10");
        Assert.Equal(10, json.GetProperty("vocabulary").GetInt32());
        Assert.Equal((10 * 5) + 5 + (2 * ((5 * 5) + 5)) + 5 + 1, json.GetProperty("parameters").GetInt32());
        Assert.Equal(10, json.GetProperty("epochs").GetInt32());
        Assert.DoesNotContain("dropout", run.Output);
    }

    [Fact]
    public void The_film_review_folder_defines_its_own_test_rows()
    {
        for (int i = 0; i < 80; i++)
        {
            string folder = _data.File(Path.Combine("imdb", i < 50 ? "train" : "test", i % 2 == 1 ? "pos" : "neg"));
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, $"{i}.txt"), SmallReviews.Text(i));
        }

        SampleRun run = SmallReviews.RunSample("--imdb", _data.File("imdb"), "--epochs", "2");
        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Error));
        Assert.Contains("(15.0/(15.0+15.0))", run.Output);
    }

    [Fact]
    public void Early_stopping_ends_the_training()
    {
        (SampleRun run, JsonElement json) = RunWithReport("--patience", "2", "--epochs", "400", "--learning-rate", "0.1");
        Assert.InRange(json.GetProperty("epochs").GetInt32(), 3, 399);
        Assert.Contains(", validation loss ", run.Output);
    }

    [Fact]
    public void The_report_has_the_metrics_of_the_console_also_for_a_loaded_model()
    {
        string file = _data.File("report.html");
        SampleRun trained = _data.Run("--test-last", "50", "--epochs", "1", "--save", Model, "--report", file);
        Assert.Equal((ExitCodes.Success, ""), (trained.ExitCode, trained.Error));
        Assert.Contains($"The report is in {file}.", trained.Output);
        CheckReport(trained);
        Assert.Contains("<dt>Training rows</dt><dd>150</dd>", File.ReadAllText(file));

        SampleRun loaded = _data.Run("--load", Model, "--test-last", "50", "--report", file);
        Assert.Equal((ExitCodes.Success, ""), (loaded.ExitCode, loaded.Error));
        CheckReport(loaded);

        void CheckReport(SampleRun run)
        {
            Assert.Equal(ReportFile.ConsoleMetric(run.Output, "Accuracy"), ReportFile.Metric(file, "Accuracy"), 0.00005);
            Assert.Equal(ReportFile.ConsoleMetric(run.Output, "Area under ROC curve"), ReportFile.Metric(file, "Area under the ROC curve"), 0.00005);
            Assert.Equal(ReportFile.ConsoleMetric(run.Output, "Log-loss"), ReportFile.Metric(file, "Log-loss"), 0.00005);
        }
    }

    [Theory]
    [InlineData("--report cannot be combined with --folds.", "--folds", "2", "--report", "x.html")]
    [InlineData("--open cannot be combined with --folds.", "--folds", "2", "--open")]
    [InlineData("--watch cannot be combined with --load.", "--load", "m.zip", "--watch")]
    [InlineData("--checkpoint cannot be combined with --load.", "--load", "m.zip", "--checkpoint", "x")]
    [InlineData("--checkpoint cannot be combined with --folds.", "--folds", "2", "--checkpoint", "x")]
    [InlineData("--local-steps cannot be combined with --load.", "--load", "m.zip", "--local-steps", "2")]
    public void Pages_without_their_subject_are_refused(string expected, params string[] arguments)
    {
        SampleRun run = _data.Run(arguments);
        Assert.Equal((ExitCodes.InvalidOption, expected), (run.ExitCode, run.ErrorLine));
    }

    [Fact]
    public void The_backend_can_be_chosen_in_a_build_with_TorchSharp() => BackendOptionCheck.Check(backend => _data.Run([.. backend, "--threads", "1", "--epochs", "1"]));

    [Fact]
    public void Help_names_every_option()
    {
        SampleRun run = _data.Run("--help");
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        string[] options =
        [
            "--data", "--imdb", "--tsv", "--label-column", "--text-column", "--test-last", "--folds", "--words", "--ngrams", "--weighting",
            "--min-count", "--stop-words", "--hidden", "--activation", "--dropout", "--l2", "--optimizer", "--learning-rate",
            "--batch-size", "--epochs", "--validation", "--patience", "--backend", "--seed", "--threads", "--compare", "--svg",
            "--text", "--file", "--explain", "--save", "--load", "--json", "--report", "--open", "--watch",
            "--mpi", "--local-steps", "--checkpoint", "--resume",
        ];
        Assert.All(options, option => Assert.Contains(option, run.Output));
    }

    private (SampleRun Run, JsonElement Json) RunWithReport(params string[] arguments)
    {
        string json = _data.File("report.json");
        SampleRun run = _data.Run([.. arguments, "--json", json]);
        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Error));
        return (run, SampleRun.ReadReport(json));
    }
}
