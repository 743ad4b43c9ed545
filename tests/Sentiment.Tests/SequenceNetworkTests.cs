using System.Text.Json;
using MLNetDeep.Samples;
using MLNetDeep.Samples.Sentiment;
using Samples.Tests;

namespace Sentiment.Tests;

/// <summary>Tests of the networks that read the words in their order.</summary>
public sealed class SequenceNetworkTests : IDisposable
{
    private readonly SmallReviews _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("embedding", 0)]
    [InlineData("conv", 1)]
    [InlineData("lstm", 2)]
    public void A_network_trains_saves_and_predicts_the_same_when_loaded(string network, int index)
    {
        // Of a vocabulary of 50 words with an index for no word: the embedding, what follows it, and the output layer.
        long[] parameters =
        [
            (51 * 16) + ((16 * 16) + 16) + 17,
            (51 * 32) + ((64 * 5 * 32) + 64) + 65,
            (51 * 32) + ((4 * 32 * 32) + (4 * 32 * 32) + (2 * 4 * 32)) + 33,
        ];
        SampleRun trained = _data.Run(
            "--network", network, "--words", "50", "--epochs", "40", "--learning-rate", "0.01", "--save", _data.File("m.zip"), "--json", _data.File("r.json"),
            "--text", "I say it is great");
        Assert.Equal((ExitCodes.Success, ""), (trained.ExitCode, trained.Error));
        Assert.Matches(@"(?m)^ *\d+\.\d % positive  I say it is great\r?$", trained.Output);
        Assert.DoesNotContain("Most positive words", trained.Output);
        JsonElement json = SampleRun.ReadReport(_data.File("r.json"));
        Assert.Equal(parameters[index], json.GetProperty("parameters").GetInt64());
        Assert.InRange(json.GetProperty("accuracy").GetDouble(), 0.9, 1);

        SampleRun loaded = SmallReviews.RunSample("--load", _data.File("m.zip"), "--text", "I say it is great");
        Assert.EndsWith(loaded.Output, trained.Output);
        SampleRun explained = SmallReviews.RunSample("--load", _data.File("m.zip"), "--explain", "--text", "x");
        Assert.Contains("has no bag of words", explained.ErrorLine);
    }

    [Theory]
    [InlineData("--ngrams", "2")]
    [InlineData("--weighting", "count")]
    [InlineData("--hidden", "8")]
    [InlineData("--dropout", "0.1")]
    [InlineData("--l2", "0.1")]
    [InlineData("--compare")]
    [InlineData("--explain")]
    public void Options_of_the_bag_of_words_are_refused(params string[] option)
    {
        SampleRun run = _data.Run(["--network", "lstm", .. option]);
        Assert.Equal((ExitCodes.InvalidOption, $"{option[0]} needs --network bag."), (run.ExitCode, run.ErrorLine.Trim()));
    }

    [Fact]
    public void Epochs_and_words_have_defaults_of_their_own()
    {
        Assert.Equal((10, 5, 5), (SequenceNetworks.EpochsOf(NetworkKind.Embedding), SequenceNetworks.EpochsOf(NetworkKind.Conv), SequenceNetworks.EpochsOf(NetworkKind.Lstm)));
        Assert.Equal(10_001 * 16, SequenceNetworks.Create(NetworkKind.Embedding, 400, SequenceNetworks.MaxWords).Parameters[0].Size);
    }
}
