using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Transforms;

/// <summary>Tests empty, missing, malformed and very long texts.</summary>
public class OddTextTests
{
    private readonly MLContext _ml = new(seed: 1);

    // Each text has ten million characters: words with combining marks and tags, one endless word, or no words at all.
    [Theory]
    [InlineData("Été <br />à ", 1_000_000, "à 1000000/1, été 1000000/1")]
    [InlineData("x", 10_000_000, "")]
    [InlineData("<", 10_000_000, "")]
    [InlineData("&amp;", 2_000_000, "")]
    [InlineData("half ", 5_000_000, "")]
    public void A_text_of_ten_million_characters_is_read(string part, int times, string words)
    {
        // xUnit cannot pass unpaired surrogates as test parameters, so they are inserted here.
        string text = string.Concat(Enumerable.Repeat(part.Replace("half", "\uD800"), times));
        Assert.InRange(text.Length, 10_000_000, 12_000_000);
        IDataView texts = Reviews.View(_ml, text, "film");
        BagOfWordsOptions options = new() { MaxWords = 3, UnknownCountColumnName = "Unknown" };
        BagOfWordsTransformer model = _ml.Transforms.Text.BagOfWords("Bag", "Text", options).Fit(texts);
        string[] learned = [.. model.Vocabulary.Where(w => w.Word.Length < 10).Select(w => $"{w.Word} {w.Count}/{w.TextCount}")];
        Assert.Equal([.. words.Split(", ", StringSplitOptions.RemoveEmptyEntries), "film 1/1"], learned);
        if (part == "x")
        {
            Assert.True(model.Vocabulary.TryGetIndex(text, out _));
        }

        float[][] bags = [.. model.Transform(texts).GetColumn<float[]>("Bag")];
        Assert.Equal(model.Vocabulary.Select(w => w.Word == "film" ? 0f : w.Count), bags[0]);
        Assert.Equal([0f, 0], model.Transform(texts).GetColumn<float>("Unknown"));
    }

    // An unpaired surrogate is not a character. In both Fit and Transform it separates words and never enters a vocabulary.
    [Fact]
    public void Unpaired_surrogates_separate_words()
    {
        IDataView texts = Reviews.View(_ml, "bon\uD83Dfilm\uDC4D", "\uDC4D\uD83D", "bon\uD83D\uDC4Dfilm \uD835\uDC00", null, "");
        foreach (bool strip in new[] { true, false })
        {
            BagOfWordsOptions options = new() { StripPunctuation = strip };
            BagOfWordsTransformer model = _ml.Transforms.Text.BagOfWords("Bag", "Text", options).Fit(texts);
            Assert.All(model.Vocabulary, word => Assert.True(Utf16.IsWellFormed(word.Word)));
            Assert.Equal(strip ? "bon 2/2, film 2/2, \uD835\uDC00 1/1" : "bon 1/1, bon\uD83D\uDC4Dfilm 1/1, film 1/1, \uD835\uDC00 1/1", Reviews.Words(model.Vocabulary));
            Assert.False(model.Vocabulary.TryGetIndex("bon\uD83D", out _));
            Assert.Equal(5, model.Transform(texts).GetColumn<float[]>("Bag").Count());
        }
    }
}
