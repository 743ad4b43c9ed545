using Microsoft.ML;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Transforms;

/// <summary>Every option of a vocabulary changes it, and every range is enforced.</summary>
public class VocabularyOptionTests
{
    private const string All = "film 9/4, bon 8/5, un 7/6, voir 6/5, très 5/4, l'été 4/3, où 4/3, déçu 3/3, cœur 2/1, noël 2/2, de 1/1, été 1/1";

    private readonly MLContext _ml = new(seed: 1);
    private readonly BagOfWordsOptions _options = new();

    [Fact]
    public void Without_limits_all_words_are_learned() => Assert.Equal(All, Learn(_options));

    [Fact]
    public void MaxWords() => Assert.Equal("film 9/4, bon 8/5", Learn(_options with { MaxWords = 2 }));

    [Fact]
    public void MinCount() => Assert.Equal("film 9/4, bon 8/5, un 7/6, voir 6/5", Learn(_options with { MinCount = 6 }));

    // un occurs in 6 of 9 texts, bon and voir in 5. A word whose share equals the limit stays.
    [Theory]
    [InlineData(6 / 9d, "")]
    [InlineData(0.6, "un 7/6, ")]
    [InlineData(5 / 9d, "un 7/6, ")]
    public void MaxTextShare(double share, string without) =>
        Assert.Equal(without.Length == 0 ? All : All.Replace(without, ""), Learn(_options with { MaxTextShare = share }));

    [Fact]
    public void IgnoredWords() =>
        Assert.Equal(All.Replace("film 9/4, ", "").Replace("l'été 4/3, ", ""), Learn(_options with { IgnoredWords = ["FILM", "L’été", "absent"] }));

    // An ignored word stays in the text, a stop word does not: only the stop word removes the n-gram "bon film".
    [Fact]
    public void IgnoredWords_and_StopWords_differ_in_n_grams()
    {
        BagOfWordsOptions pairs = _options with { MinNGram = 2, MaxNGram = 2 };
        Assert.Contains("bon film 2/2", Learn(pairs with { IgnoredWords = ["film"] }).Split(", "));
        Assert.DoesNotContain("bon film 2/2", Learn(pairs with { IgnoredWords = ["Bon film"] }).Split(", "));
        Assert.DoesNotContain("bon film 2/2", Learn(pairs with { StopWords = ["film"] }).Split(", "));
    }

    [Fact]
    public void StopWords() => Assert.Equal(
        "film 9/4, bon 8/5, voir 6/5, l'été 4/3, déçu 3/3, cœur 2/1, noël 2/2, été 1/1", Learn(_options with { StopWords = WordList.French }));

    [Fact]
    public void LowerCase() => Assert.Contains("FILM 1/1", Learn(_options with { LowerCase = false }).Split(", "));

    [Fact]
    public void StripPunctuation() => Assert.Contains("film. 1/1", Learn(_options with { StripPunctuation = false }).Split(", "));

    [Fact]
    public void StripHtml() => Assert.Contains("br 1/1", Learn(_options with { StripHtml = false }).Split(", "));

    [Fact]
    public void Values_out_of_range_are_refused_with_the_option_and_the_range()
    {
        Refused("MaxWords is 0; accepted: 1 or more", () => _options with { MaxWords = 0 });
        Refused("MinCount is 0; accepted: 1 or more", () => _options with { MinCount = 0 });
        Refused("accepted: above 0, up to 1", () => _options with { MaxTextShare = 0 });
        Refused("accepted: above 0, up to 1", () => _options with { MaxTextShare = 1.01 });
        Refused("accepted: above 0, up to 1", () => _options with { MaxTextShare = double.NaN });
        Refused("MaxCandidates is 1; accepted: 2 or more", () => _options with { MaxCandidates = 1 });
        Refused("Threads is 0; accepted: 1 or more", () => _options with { Threads = 0 });
        Refused("MinNGram is 0; accepted: 1 to 3", () => _options with { MinNGram = 0 });
        Refused("MaxNGram is 4; accepted: 1 to 3", () => _options with { MaxNGram = 4 });
        Refused("Weighting is 4; accepted: one of Count, Binary, TermFrequency, TfIdf", () => _options with { Weighting = (TermWeighting)4 });
        Refused("UnknownCountColumnName is empty; accepted: a name", () => _options with { UnknownCountColumnName = "" });
        Refused("StopWords", () => _options with { StopWords = null! });
        Refused("IgnoredWords", () => _options with { IgnoredWords = null! });
        Refused("Length is 0; accepted: 1 or more", () => new WordIndicesOptions { Length = 0 });
        Refused("Padding is 2; accepted: one of Start, End", () => new WordIndicesOptions { Padding = (SequenceSide)2 });
        Refused("Truncation is -1; accepted: one of Start, End", () => new WordIndicesOptions { Truncation = (SequenceSide)(-1) });
        Refused("UnknownWord is empty; accepted: a name", () => new WordIndicesOptions { UnknownWord = "" });
        Refused("UnknownWord has half", () => new WordIndicesOptions { UnknownWord = "\uD800" });
        Refused("Bits is 31; accepted: 1 to 30", () => new HashedBagOfWordsOptions { Bits = 31 });
        Refused("Bits is 0; accepted: 1 to 30", () => new HashedBagOfWordsOptions { Bits = 0 });
        Refused("TfIdf needs a vocabulary", () => new HashedBagOfWordsOptions { Weighting = TermWeighting.TfIdf });
        Refused("accepted: 1 to 3", () => new HashedBagOfWordsOptions { MaxNGram = 0 });
    }

    [Fact]
    public void Options_that_contradict_each_other_are_refused_by_the_estimator()
    {
        Refused("MinNGram must be at most MaxNGram, 1, but it is 2", () => _ml.Transforms.Text.BagOfWords("B", null, _options with { MinNGram = 2 }));
        Refused("MinNGram must be at most", () => _ml.Transforms.Text.HashedBagOfWords("B", null, new HashedBagOfWordsOptions { MinNGram = 3, MaxNGram = 2 }));
        Refused("MaxCandidates must be at least MaxWords, 10000", () => _ml.Transforms.Text.BagOfWords("B", null, _options with { MaxCandidates = 9_999 }));
        Refused("MaxCandidates", () => _ml.Transforms.Text.WordIndices("B", null, new WordIndicesOptions { MaxCandidates = 5 }));
        Refused("UnknownCountColumnName must not be", () => _ml.Transforms.Text.BagOfWords("B", null, _options with { UnknownCountColumnName = "B" }));
        Refused("options", () => _ml.Transforms.Text.BagOfWords("B", null, null!));
        Refused("outputColumnName", () => _ml.Transforms.Text.BagOfWords(""));
        Refused("outputColumnName", () => _ml.Transforms.Text.HashedBagOfWords(""));
        Refused("outputColumnName", () => _ml.Transforms.Text.WordIndices(""));
        Refused("outputColumnName", () => _ml.Transforms.Text.IndicesToText(""));
    }

    [Fact]
    public void Options_with_the_same_values_are_equal()
    {
        Assert.Equal(_options with { StopWords = ["a", "b"] }, new BagOfWordsOptions { StopWords = ["b", "a", "b"] });
        Assert.NotEqual(_options, _options with { StopWords = ["a"] });
    }

    private string Learn(BagOfWordsOptions options) =>
        Reviews.Words(_ml.Transforms.Text.BagOfWords("Bag", "Text", options).Fit(Reviews.View(_ml, Reviews.French)).Vocabulary);

    private static void Refused(string message, Func<object> make) => Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(make).Message);
}
