using Microsoft.ML;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Transforms;

/// <summary>
/// Checks each weighting formula after fitting on the texts "a b b", "a c" and "a a a d". There are D = 3 texts: a occurs 5 times in 3
/// texts, b twice in 1 text, c and d once. The transformed text is "b a b e": 4 words, of which a occurs once, b twice, and e is unknown.
/// </summary>
public class TermWeightingTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Theory]
    [InlineData(TermWeighting.Count, 1, 2)]
    [InlineData(TermWeighting.Binary, 1, 1)]
    [InlineData(TermWeighting.TermFrequency, 0.25, 0.5)]
    [InlineData(TermWeighting.TfIdf, 1.0, 2 * 1.6931471805599453)] // ln(4 / 4) + 1 and 2 (ln(4 / 2) + 1)
    public void A_weighting_equals_its_formula(TermWeighting weighting, double a, double b)
    {
        BagOfWordsEstimator estimator = _ml.Transforms.Text.BagOfWords("Bag", "Text", weighting: weighting);
        Assert.Equal([(float)a, (float)b, 0, 0], Reviews.Bag(estimator, Reviews.View(_ml, "a b b", "a c", "a a a d"), "b a b e"));
    }

    // With n-grams of length 1 and 2, "b a b" has 5 terms: b twice, a, "b a" and "a b".
    [Fact]
    public void The_term_frequency_is_relative_to_all_terms()
    {
        BagOfWordsOptions options = new() { Weighting = TermWeighting.TermFrequency, MaxNGram = 2 };
        BagOfWordsTransformer model = _ml.Transforms.Text.BagOfWords("Bag", "Text", options).Fit(Reviews.View(_ml, "a b"));
        Assert.Equal("a 1/1, a b 1/1, b 1/1", Reviews.Words(model.Vocabulary));
        Assert.Equal([0.2f, 0.2f, 0.4f], Reviews.Bag(model, "b a b"));
    }

    [Fact]
    public void The_term_frequencies_of_an_empty_text_are_zero()
    {
        BagOfWordsEstimator estimator = _ml.Transforms.Text.BagOfWords("Bag", "Text", weighting: TermWeighting.TermFrequency);
        Assert.Equal([0f], Reviews.Bag(estimator, Reviews.View(_ml, "a"), "..."));
    }
}
