using Microsoft.ML;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Transforms;

/// <summary>Checks that every vocabulary option changes the vocabulary and that every range is enforced.</summary>
public class VocabularyOptionTests
{
    // Each word of the vocabulary with its number of occurrences / number of texts.
    private const string All = "film 9/4, bon 8/5, un 7/6, voir 6/5, très 5/4, l'été 4/3, où 4/3, déçu 3/3, cœur 2/1, noël 2/2, de 1/1, été 1/1";

    private readonly MLContext _ml = new(seed: 1);
    private readonly BagOfWordsOptions _options = new();

    [Fact]
    public void Without_limits_all_words_are_learned() => Assert.Equal(All, Learn(_options));

    [Fact]
    public void MaxWords_keeps_the_most_frequent() => Assert.Equal("film 9/4, bon 8/5", Learn(_options with { MaxWords = 2 }));

    [Fact]
    public void MinCount_drops_rarer_words() => Assert.Equal("film 9/4, bon 8/5, un 7/6, voir 6/5", Learn(_options with { MinCount = 6 }));

    // "un" occurs in 6 of 9 texts, "bon" and "voir" in 5. A word whose fraction of texts equals the limit is kept.
    [Theory]
    [InlineData(6 / 9d, "")]
    [InlineData(0.6, "un 7/6, ")]
    [InlineData(5 / 9d, "un 7/6, ")]
    public void MaxTextShare_drops_words_of_more_texts(double share, string without) =>
        Assert.Equal(without.Length == 0 ? All : All.Replace(without, ""), Learn(_options with { MaxTextShare = share }));

    [Fact]
    public void IgnoredWords() =>
        Assert.Equal(All.Replace("film 9/4, ", "").Replace("l'été 4/3, ", ""), Learn(_options with { IgnoredWords = ["FILM", "L’été", "absent"] }));

    // An ignored word stays in the text, but a stop word is removed from it. So only a stop word removes the n-gram "bon film".
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
    public void Out_of_range_error_names_the_option_and_the_range()
    {
        AssertThrows("MaxWords is 0; accepted: 1 or more", () => _options with { MaxWords = 0 });
        AssertThrows("MinCount is 0; accepted: 1 or more", () => _options with { MinCount = 0 });
        AssertThrows("accepted: above 0, up to 1", () => _options with { MaxTextShare = 0 });
        AssertThrows("accepted: above 0, up to 1", () => _options with { MaxTextShare = 1.01 });
        AssertThrows("accepted: above 0, up to 1", () => _options with { MaxTextShare = double.NaN });
        AssertThrows("MaxCandidates is 1; accepted: 2 or more", () => _options with { MaxCandidates = 1 });
        AssertThrows("Threads is 0; accepted: 1 or more", () => _options with { Threads = 0 });
        AssertThrows("MinNGram is 0; accepted: 1 to 3", () => _options with { MinNGram = 0 });
        AssertThrows("MaxNGram is 4; accepted: 1 to 3", () => _options with { MaxNGram = 4 });
        AssertThrows("Weighting is 4; accepted: one of Count, Binary, TermFrequency, TfIdf", () => _options with { Weighting = (TermWeighting)4 });
        AssertThrows("UnknownCountColumnName is empty; accepted: a name", () => _options with { UnknownCountColumnName = "" });
        AssertThrows("StopWords", () => _options with { StopWords = null! });
        AssertThrows("IgnoredWords", () => _options with { IgnoredWords = null! });
        AssertThrows("Length is 0; accepted: 1 to 16777216", () => new WordIndicesOptions { Length = 0 });
        AssertThrows("Padding is 2; accepted: one of Start, End", () => new WordIndicesOptions { Padding = (SequenceSide)2 });
        AssertThrows("Truncation is -1; accepted: one of Start, End", () => new WordIndicesOptions { Truncation = (SequenceSide)(-1) });
        AssertThrows("UnknownWord is empty; accepted: a name", () => new WordIndicesOptions { UnknownWord = "" });
        AssertThrows("UnknownWord contains an unpaired surrogate", () => new WordIndicesOptions { UnknownWord = "\uD800" });
        AssertThrows("Bits is 31; accepted: 1 to 30", () => new HashedBagOfWordsOptions { Bits = 31 });
        AssertThrows("Bits is 0; accepted: 1 to 30", () => new HashedBagOfWordsOptions { Bits = 0 });
        AssertThrows("TfIdf needs a vocabulary", () => new HashedBagOfWordsOptions { Weighting = TermWeighting.TfIdf });
        AssertThrows("accepted: 1 to 3", () => new HashedBagOfWordsOptions { MaxNGram = 0 });
    }

    [Fact]
    public void The_estimator_throws_on_contradictory_options()
    {
        AssertThrows("MinNGram must be at most MaxNGram, 1, but it is 2", () => _ml.Transforms.Text.BagOfWords("B", null, _options with { MinNGram = 2 }));
        AssertThrows("MinNGram must be at most", () => _ml.Transforms.Text.HashedBagOfWords("B", null, new HashedBagOfWordsOptions { MinNGram = 3, MaxNGram = 2 }));
        AssertThrows("MaxCandidates must be at least MaxWords, 10000", () => _ml.Transforms.Text.BagOfWords("B", null, _options with { MaxCandidates = 9_999 }));
        AssertThrows("MaxCandidates", () => _ml.Transforms.Text.WordIndices("B", null, new WordIndicesOptions { MaxCandidates = 5 }));
        AssertThrows("UnknownCountColumnName must not be", () => _ml.Transforms.Text.BagOfWords("B", null, _options with { UnknownCountColumnName = "B" }));
        AssertThrows("options", () => _ml.Transforms.Text.BagOfWords("B", null, null!));
        AssertThrows("outputColumnName", () => _ml.Transforms.Text.BagOfWords(""));
        AssertThrows("outputColumnName", () => _ml.Transforms.Text.HashedBagOfWords(""));
        AssertThrows("outputColumnName", () => _ml.Transforms.Text.WordIndices(""));
        AssertThrows("outputColumnName", () => _ml.Transforms.Text.IndicesToText(""));
    }

    [Fact]
    public void Options_with_the_same_values_are_equal()
    {
        Assert.Equal(_options with { StopWords = ["a", "b"] }, new BagOfWordsOptions { StopWords = ["b", "a", "b"] });
        Assert.NotEqual(_options, _options with { StopWords = ["a"] });
    }

    private string Learn(BagOfWordsOptions options) =>
        Reviews.Words(_ml.Transforms.Text.BagOfWords("Bag", "Text", options).Fit(Reviews.View(_ml, Reviews.French)).Vocabulary);

    private static void AssertThrows(string message, Func<object> make) => Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(make).Message);
}
