using Microsoft.ML;
using MLNetDeep.Tests.Transforms;
using MLNetDeep.Transforms;

namespace MLNetDeep.Conformance;

public sealed class HashedBagOfWordsCases : EstimatorCases
{
    public override Type Estimator => typeof(HashedBagOfWordsEstimator);

    public override IEnumerable<EstimatorCase> Cases(MLContext ml) =>
    [
        Case(ml, "hashed bag of words", bits: 1, maxNGram: 1),
        Case(ml, "hashed bag of n-grams", bits: 6, maxNGram: 3),
    ];

    private static EstimatorCase Case(MLContext ml, string name, int bits, int maxNGram)
    {
        HashedBagOfWordsOptions options = new()
        {
            Bits = bits, MaxNGram = maxNGram, Seed = 5, Weighting = TermWeighting.TermFrequency, StopWords = ["un"],
        };
        return new(
            name,
            c => c.Transforms.Text.HashedBagOfWords("Bag", "Text", options),
            Reviews.View(ml, [.. Reviews.French, "", null]),
            WithoutInputColumn(ml),
            WrongType: ml.Data.LoadFromEnumerable([new WrongTypeText()]));
    }
}
