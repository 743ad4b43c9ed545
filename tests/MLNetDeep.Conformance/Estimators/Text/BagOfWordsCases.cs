using Microsoft.ML;
using MLNetDeep.Tests.Transforms;
using MLNetDeep.Transforms;

namespace MLNetDeep.Conformance;

public sealed class BagOfWordsCases : EstimatorCases
{
    public override Type Estimator => typeof(BagOfWordsEstimator);

    public override IEnumerable<EstimatorCase> Cases(MLContext ml) =>
    [
        Case(ml, "bag of words", new()),
        Case(ml, "bag of n-grams, weighted", new()
        {
            Weighting = TermWeighting.TfIdf, MaxNGram = 3, UnknownCountColumnName = "Unknown", MaxWords = 7,
        }),
        Case(ml, "bag of words as they are", new()
        {
            StopWords = WordList.French, LowerCase = false, StripHtml = false, StripPunctuation = false, UnknownCountColumnName = "Label",
        }),
    ];

    private static EstimatorCase Case(MLContext ml, string name, BagOfWordsOptions options) => new(
        name,
        c => c.Transforms.Text.BagOfWords("Bag", "Text", options),
        Reviews.View(ml, [.. Reviews.French, "", null, "inconnu"]),
        WithoutInputColumn(ml),
        WrongType: ml.Data.LoadFromEnumerable([new WrongTypeText()]));
}
