using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Transforms;

namespace MLNetDeep.Conformance;

public sealed class FlattenImageCases : EstimatorCases
{
    public override Type Estimator => typeof(FlattenImageEstimator);

    public override IEnumerable<EstimatorCase> Cases(MLContext ml) =>
    [
        new(
            "flattened images",
            c => c.Transforms.FlattenImage("Features", "Image", scale: 0.5f),
            ml.Data.LoadFromEnumerable([new Grey { Image = [0, 51, 102, 255] }, new Grey { Image = [0, 0, 0, 7] }, new Grey()]),
            WithoutInputColumn(ml),
            WrongType: ml.Data.LoadFromEnumerable([new Text()])),
    ];

    private sealed class Grey
    {
        [VectorType(2, 2)]
        public byte[] Image { get; set; } = new byte[4];
    }

    private sealed class Text
    {
        public string Image { get; set; } = "";
    }
}
