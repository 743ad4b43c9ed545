using Microsoft.ML;
using MLNetDeep.Tests.Transforms;
using MLNetDeep.Transforms;

namespace MLNetDeep.Conformance;

public sealed class WordIndicesCases : EstimatorCases
{
    public override Type Estimator => typeof(WordIndicesEstimator);

    public override IEnumerable<EstimatorCase> Cases(MLContext ml) =>
    [
        Case(ml, "word indices", new()),
        Case(ml, "word indices of one length", new()
        {
            Length = 4, Padding = SequenceSide.End, Truncation = SequenceSide.End, UnknownWord = "<unk>", MaxWords = 5, StopWords = ["un"],
        }),
    ];

    private static EstimatorCase Case(MLContext ml, string name, WordIndicesOptions options) => new(
        name,
        c => c.Transforms.Text.WordIndices("Keys", "Text", options),
        Reviews.View(ml, [.. Reviews.French, "", null, "inconnu"]),
        WithoutInputColumn(ml),
        WrongType: ml.Data.LoadFromEnumerable([new WrongTypeText()]));
}
