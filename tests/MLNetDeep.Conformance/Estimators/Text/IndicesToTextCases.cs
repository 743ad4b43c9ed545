using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Tests.Transforms;
using MLNetDeep.Transforms;

namespace MLNetDeep.Conformance;

public sealed class IndicesToTextCases : EstimatorCases
{
    public override Type Estimator => typeof(IndicesToTextEstimator);

    public override IEnumerable<EstimatorCase> Cases(MLContext ml)
    {
        ITransformer toKeys = ml.Transforms.Text.WordIndices("Keys", "Text", length: 4, maxWords: 10).Fit(Reviews.View(ml, Reviews.French));
        return
        [
            new(
                "texts of indices",
                c => c.Transforms.Text.IndicesToText("Back", "Keys"),
                toKeys.Transform(Reviews.View(ml, [.. Reviews.French, "", null])),
                WithoutInputColumn(ml),
                WrongType: ml.Data.LoadFromEnumerable([new Numbers()])),
        ];
    }

    private sealed class Numbers
    {
        [VectorType(2)]
        public float[] Keys { get; set; } = new float[2];
    }
}
