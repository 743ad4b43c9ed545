using MLNetDeep.Samples;
using MLNetDeep.Samples.Sentiment;
using Samples.Tests;

namespace Sentiment.Tests;

/// <summary>Tests of classifying texts from the command line, from files and from the keyboard.</summary>
public sealed class ClassifyTextsTests : IDisposable
{
    private static readonly string[] s_texts = ["I say it is great", "A poor, dull film", "", "Ünknöwn wörds 你好"];

    private readonly SmallReviews _data = new();

    private string Model => _data.File("model.zip");

    public void Dispose() => _data.Dispose();

    [Fact]
    public void A_text_is_shown_with_sentiment_and_probability_and_with_explain_its_words()
    {
        SampleRun good = _data.Run("--text", "I say it is great", "--epochs", "30");
        Assert.Matches(@"(?m)^ *\d+\.\d % positive  I say it is great\r?$", good.Output);
        Assert.Equal("", good.OutputAfter("positive  "));

        SampleRun bad = _data.Run("--text", "I say it is poor", "--epochs", "30", "--explain", "--ngrams", "1");
        string[] lines = bad.OutputAfter("negative  ").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches(@"^ +-\d\.\d{3} poor\r?$", lines[0]);
        Assert.Equal(["i", "is", "poor", "say"], lines.Select(line => line.Trim().Split(' ')[1]).Order()); // "it" is not in the vocabulary
    }

    [Fact]
    public async Task A_saved_model_has_the_same_output_in_another_process()
    {
        string texts = _data.File("texts.txt");
        await File.WriteAllLinesAsync(texts, s_texts);
        string trained = _data.Run("--save", Model, "--file", texts, "--explain").Output;
        SampleRun loaded = await SampleProcess.RunAsync(typeof(SentimentCommand), "--load", Model, "--file", texts, "--explain");
        Assert.Equal((ExitCodes.Success, ""), (loaded.ExitCode, loaded.Error));
        Assert.NotEmpty(loaded.Output);
        Assert.EndsWith(loaded.Output, trained);
        Assert.Equal(s_texts.Length, loaded.Output.Split('\n').Count(line => line.Contains(" % ", StringComparison.Ordinal)));
        Assert.EndsWith("none of the words is in the vocabulary", loaded.Output.TrimEnd());
    }

    [Fact]
    public void Typed_lines_are_classified_until_an_empty_line()
    {
        using StringReader keyboard = new("I say great\nso poor\n\nnever read");
        string output = SmallReviews.RunWithKeyboard(keyboard, "--tsv", _data.Tsv, "--epochs", "30", "--learning-rate", "0.01").Output;
        Assert.Contains("enter an empty line to quit.", output);
        Assert.Matches("% positive  I say great", output);
        Assert.Matches("% negative  so poor", output);
        Assert.DoesNotContain("never read", output);
        Assert.Equal("never read", keyboard.ReadLine());
    }

    [Fact]
    public void Without_keyboard_or_with_text_option_there_is_no_prompt()
    {
        Assert.DoesNotContain("Type a text", _data.Run().Output);
        using StringReader keyboard = new("unread");
        Assert.DoesNotContain("Type a text", SmallReviews.RunWithKeyboard(keyboard, "--tsv", _data.Tsv, "--text", "good").Output);
    }

    [Fact]
    public async Task Cancellation_ends_the_wait_for_a_typed_line()
    {
        _data.Run("--save", Model);
        using SentimentModel model = SentimentModel.Load(new(), Model);
        using CancellationTokenSource cancellation = new();
        using SilentKeyboard keyboard = new();
        SentimentDisplay display = new(model, explain: false, TextWriter.Null);
        Task conversation = Task.Run(() => display.ShowTypedTexts(keyboard, cancellation.Token));
        keyboard.ReadStarted.Wait();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => conversation.WaitAsync(TimeSpan.FromSeconds(60)));
        keyboard.Release();
    }

    // Blocks every read until Release is called.
    private sealed class SilentKeyboard : TextReader
    {
        private readonly ManualResetEventSlim _released = new();

        public ManualResetEventSlim ReadStarted { get; } = new();

        public override string? ReadLine()
        {
            ReadStarted.Set();
            _released.Wait();
            return null;
        }

        public void Release() => _released.Set();
    }
}
