using System.Text.Json;
using MLNetDeep.Samples;
using MLNetDeep.Samples.Sentiment;
using Samples.Tests;

namespace Sentiment.Tests;

public sealed class SentimentCommandTests : IDisposable
{
    private static readonly string[] s_texts = ["I say it is great", "A poor, dull film", "", "Ünknöwn wörds 你好"];

    private readonly SmallReviews _data = new();

    private string Model => _data.File("model.zip");

    private string Json => _data.File("report.json");

    public void Dispose() => _data.Dispose();

    [Fact]
    public void The_sentiment_of_a_text_comes_with_its_probability_and_if_wanted_its_words()
    {
        string good = _data.Run("--text", "I say it is great", "--epochs", "30").Output;
        Assert.Matches(@"(?m)^ *\d+\.\d % positive  I say it is great\r?$", good);
        Assert.DoesNotContain("+0", LinesAfter(good, "positive  "));

        string bad = _data.Run("--text", "I say it is poor", "--epochs", "30", "--explain", "--ngrams", "1").Output;
        string[] lines = LinesAfter(bad, "negative  ").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches(@"^ +-\d\.\d{3} poor\r?$", lines[0]);
        Assert.Equal(["i", "is", "poor", "say"], lines.Select(line => line.Trim().Split(' ')[1]).Order()); // "it" is not known
    }

    [Fact]
    public async Task A_model_that_is_saved_says_the_same_in_another_process()
    {
        string texts = _data.File("texts.txt");
        await File.WriteAllLinesAsync(texts, s_texts);
        string trained = _data.Run("--save", Model, "--file", texts, "--explain").Output;
        SampleRun loaded = await SampleProcess.RunAsync(typeof(SentimentCommand), "--load", Model, "--file", texts, "--explain");
        Assert.Equal((ExitCodes.Success, ""), (loaded.ExitCode, loaded.Error));
        Assert.NotEmpty(loaded.Output);
        Assert.EndsWith(loaded.Output, trained);
        Assert.Equal(s_texts.Length, loaded.Output.Split('\n').Count(line => line.Contains(" % ", StringComparison.Ordinal)));
        Assert.EndsWith("none of its words is known", loaded.Output.TrimEnd());
    }

    [Fact]
    public void A_loaded_model_predicts_the_same_probabilities_and_can_be_tested()
    {
        JsonElement trained = RunWithReport("--save", Model, "--test-last", "50", "--epochs", "2").Json;
        (SampleRun run, JsonElement loaded) = RunWithReport("--load", Model, "--test-last", "50");
        string[] same = ["accuracy", "areaUnderRocCurve", "f1Score", "vocabulary", "parameters"];
        Assert.All(same, name => Assert.Equal(trained.GetProperty(name).GetDouble(), loaded.GetProperty(name).GetDouble()));
        Assert.Equal((0, 0), (loaded.GetProperty("epochs").GetDouble(), loaded.GetProperty("secondsPerEpoch").GetDouble()));
        Assert.DoesNotContain("Epoch", run.Output);
        Assert.Contains("(25.0/(25.0+25.0))", run.Output);
        Assert.Contains("(100.0/(100.0+100.0))", _data.Run("--load", Model).Output);
    }

    [Fact]
    public void Lines_from_the_keyboard_are_answered_until_one_is_empty()
    {
        using var keyboard = new StringReader("I say great\nso poor\n\nnever read");
        string output = SmallReviews.RunAsGiven(keyboard, "--tsv", _data.Tsv, "--epochs", "30", "--learning-rate", "0.01").Output;
        Assert.Contains("an empty line ends.", output);
        Assert.Matches("% positive  I say great", output);
        Assert.Matches("% negative  so poor", output);
        Assert.DoesNotContain("never read", output);
        Assert.Equal("never read", keyboard.ReadLine());
    }

    [Fact]
    public void Without_a_keyboard_or_with_a_text_it_asks_for_nothing()
    {
        Assert.DoesNotContain("Type a text", _data.Run().Output);
        using var keyboard = new StringReader("unread");
        Assert.DoesNotContain("Type a text", SmallReviews.RunAsGiven(keyboard, "--tsv", _data.Tsv, "--text", "good").Output);
    }

    [Fact]
    public async Task Ctrl_C_stops_the_training_with_exit_code_130()
    {
        string rest = await SampleProcess.InterruptAsync(
            typeof(SentimentCommand), "Epoch 2/", "--tsv", _data.Tsv, "--epochs", "1000000", "--save", Model);
        Assert.DoesNotContain("Accuracy:", rest);
        Assert.False(File.Exists(Model));
    }

    [Fact]
    public async Task Ctrl_C_is_heard_while_a_line_is_waited_for()
    {
        _data.Run("--save", Model);
        using var model = SentimentModel.Load(new(), Model);
        using var cancellation = new CancellationTokenSource();
        using var keyboard = new SilentKeyboard();
        Task conversation = Task.Run(() => new SentimentDisplay(model, explain: false, TextWriter.Null).Converse(keyboard, cancellation.Token));
        keyboard.IsWaitedFor.Wait();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => conversation.WaitAsync(TimeSpan.FromSeconds(60)));
        keyboard.Release();
    }

    [Fact]
    public void The_result_depends_on_the_seed_and_not_on_the_threads()
    {
        string Result(params string[] arguments) => LinesAfter(_data.Run([.. arguments, "--text", "good bad", "--explain"]).Output, "good bad");
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
        string Contributions(params string[] arguments) => LinesAfter(_data.Run([.. arguments, "--text", Text, "--explain"]).Output, Text);
        Assert.NotEqual(Contributions(), Contributions(option, value));
    }

    [Fact]
    public void Early_stopping_ends_the_training()
    {
        (SampleRun run, JsonElement json) = RunWithReport("--patience", "2", "--epochs", "400", "--learning-rate", "0.1");
        Assert.InRange(json.GetProperty("epochs").GetInt32(), 3, 399);
        Assert.Contains(", validation loss ", run.Output);
    }

    [Theory]
    [InlineData("Unrecognized", "--nonsense")]
    [InlineData("separated by commas, but it is '5,x'", "--hidden", "5,x")]
    [InlineData("must be at least 1, but it is 0", "--words", "0")]
    [InlineData("must be from 1 to 3, but it is 4", "--ngrams", "4")]
    [InlineData("'binary' 'count' 'frequency' 'tfidf'", "--weighting", "best")]
    [InlineData("below 1, but it is 1.", "--dropout", "1")]
    [InlineData("0 or more, finite", "--l2", "-1")]
    [InlineData("above 0", "--learning-rate", "0")]
    [InlineData("must be at least 1, but it is 0.", "--epochs", "0")]
    [InlineData("below 1, but it is 1.", "--validation", "1")]
    [InlineData("accepted: 0 or more", "--patience", "-1")]
    [InlineData("--validation is 0", "--patience", "1", "--validation", "0")]
    [InlineData("--validation is 0", "--compare", "--validation", "0")]
    [InlineData("--test-last must be at least 1, but it is 0", "--test-last", "0")]
    [InlineData("--folds must be at least 2, but it is 1", "--folds", "1")]
    [InlineData("--test-last does not go with --folds", "--folds", "2", "--test-last", "5")]
    [InlineData("--save does not go with --folds", "--folds", "2", "--save", "x.zip")]
    [InlineData("--epochs does not go with --load", "--load", "x.zip", "--epochs", "5")]
    [InlineData("--folds does not go with --load", "--load", "x.zip", "--folds", "5")]
    [InlineData("Only one of --data, --imdb or --tsv", "--imdb", "x.csv")]
    [InlineData("--svg goes with --compare", "--svg", "x.svg")]
    [InlineData("is empty", "--json", "")]
    public void A_wrong_option_is_one_line_of_error_and_exit_code_2(string problem, params string[] arguments)
    {
        SampleRun run = _data.Run(arguments);
        Assert.Equal((ExitCodes.WrongOption, ""), (run.ExitCode, run.Output));
        Assert.Contains(problem, run.ErrorLine);
        Assert.DoesNotContain("Parameter '", run.ErrorLine);
    }

    [Theory]
    [InlineData("--json and --test-last need data", "--load", "x.zip", "--json", "x.json")]
    [InlineData("--label-column and --text-column go with --tsv", "--label-column", "x")]
    public void Options_that_need_others_are_refused_without_them(string problem, params string[] arguments)
    {
        SampleRun run = SmallReviews.RunAsGiven(null, arguments);
        Assert.Equal((ExitCodes.WrongOption, ""), (run.ExitCode, run.Output));
        Assert.Contains(problem, run.ErrorLine);
    }

    [Theory]
    [InlineData("nowhere.tsv", "--tsv", "{}/nowhere.tsv")]
    [InlineData("neither a folder nor a file", "--imdb", "{}/nowhere")]
    [InlineData("none of the forms", "--imdb", "{}/reviews.tsv")]
    [InlineData("--data DIR", "--data", "{}/nowhere")]
    [InlineData("no file", "--file", "{}/nowhere.txt")]
    [InlineData("no model", "--load", "{}/nowhere.zip")]
    [InlineData("reviews.tsv' cannot be loaded", "--load", "{}/reviews.tsv")]
    [InlineData("no folder", "--save", "{}/nowhere/model.zip")]
    [InlineData("no folder", "--json", "{}/nowhere/report.json")]
    [InlineData("no folder", "--compare", "--svg", "{}/nowhere/curves.svg")]
    [InlineData("is a folder", "--save", "{}")]
    [InlineData("none passes the limits", "--tsv", "{}/reviews.tsv", "--min-count", "10000")]
    [InlineData("leaves none to train on", "--tsv", "{}/reviews.tsv", "--validation", "0.9999")]
    [InlineData("leaves no row to train with", "--tsv", "{}/reviews.tsv", "--test-last", "200")]
    [InlineData("too many for 200 rows", "--tsv", "{}/reviews.tsv", "--folds", "101")]
    [InlineData("smaller learning rate", "--tsv", "{}/reviews.tsv", "--optimizer", "sgd", "--learning-rate", "1e30")]
    public void What_goes_wrong_with_files_and_data_is_one_line_and_exit_code_1_before_anything_is_trained(string problem, params string[] arguments)
    {
        SampleRun run = SmallReviews.RunAsGiven(null, Array.ConvertAll(arguments, argument => argument.Replace("{}", _data.Folder, StringComparison.Ordinal)));
        Assert.Equal((ExitCodes.Failure, ""), (run.ExitCode, run.Output));
        Assert.Contains(problem, run.ErrorLine);
        Assert.DoesNotContain("Parameter '", run.ErrorLine);
    }

    [Fact]
    public void A_model_of_another_pipeline_is_refused()
    {
        var ml = new Microsoft.ML.MLContext();
        Microsoft.ML.IDataView rows = new TsvReviews(_data.Tsv).Load(ml);
        ml.Model.Save(MLNetDeep.Transforms.TextCatalogExtensions.BagOfWords(ml.Transforms.Text, "Features", "Text").Fit(rows), rows.Schema, Model);
        SampleRun run = SmallReviews.RunAsGiven(null, "--load", Model);
        Assert.Equal(ExitCodes.Failure, run.ExitCode);
        Assert.Contains("not a bag of words and a network for two classes, but BagOfWordsTransformer", run.ErrorLine);
    }

    [Fact]
    public void Help_names_every_option()
    {
        SampleRun run = _data.Run("--help");
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        string[] options =
        [
            "--data", "--imdb", "--tsv", "--label-column", "--text-column", "--test-last", "--folds", "--words", "--ngrams", "--weighting", "--min-count",
            "--stop-words", "--hidden", "--activation", "--dropout", "--l2", "--optimizer", "--learning-rate", "--batch-size", "--epochs", "--validation",
            "--patience", "--seed", "--threads", "--compare", "--svg", "--text", "--file", "--explain", "--save", "--load", "--json",
        ];
        Assert.All(options, option => Assert.Contains(option, run.Output));
    }

    private (SampleRun Run, JsonElement Json) RunWithReport(params string[] arguments)
    {
        SampleRun run = _data.Run([.. arguments, "--json", Json]);
        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Error));
        return (run, SampleRun.ReadReport(Json));
    }

    /// <summary>What follows the last line that has a text in it.</summary>
    private static string LinesAfter(string output, string text)
    {
        int end = output.IndexOf('\n', output.LastIndexOf(text, StringComparison.Ordinal));
        return output[(end + 1)..];
    }

    private sealed class SilentKeyboard : TextReader
    {
        private readonly ManualResetEventSlim _end = new();

        public ManualResetEventSlim IsWaitedFor { get; } = new();

        public override string? ReadLine()
        {
            IsWaitedFor.Set();
            _end.Wait();
            return null;
        }

        public void Release() => _end.Set();
    }
}
