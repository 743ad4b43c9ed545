using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Conformance;

public sealed class MulticlassTrainerCases : EstimatorCases
{
    public override Type Estimator => typeof(NetworkTrainer);

    public override IEnumerable<EstimatorCase> Cases(MLContext ml)
    {
        IDataView data = Flowers.View(ml);
        IDataView oneHot = ml.Transforms.Conversion.OneHotLabel("Vector", "Label").Fit(data).Transform(data);
        return
        [
            new("softmax regression", c => c.MulticlassClassification.Trainers.SoftmaxRegression(), data, WithoutInputColumn(ml), WrongType(ml)),
            new(
                "multiclass perceptron",
                c => c.MulticlassClassification.Trainers.MultilayerPerceptron(hiddenUnits: [4]),
                data,
                WithoutInputColumn(ml),
                WrongType(ml)),
            new(
                "softmax regression on one-hot labels",
                c => c.MulticlassClassification.Trainers.SoftmaxRegression("Vector"),
                oneHot,
                WithoutInputColumn(ml),
                WrongType(ml, "Vector")),
            new(
                "convolutional network",
                c => c.MulticlassClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions { Filters = [2], DenseUnits = [3], Epochs = 1 }),
                Pictures(ml),
                WithoutInputColumn(ml),
                WrongType(ml)),
        ];
    }

    private static IDataView Pictures(MLContext ml)
    {
        IEnumerable<Picture> pictures = Enumerable.Range(0, 12)
            .Select(i => new Picture { Features = [.. Enumerable.Range(0, 16).Select(k => (float)((i * k) % 5))], Label = i % 2 == 0 ? "even" : "odd" });
        IDataView data = ml.Data.LoadFromEnumerable(pictures.ToArray());
        return ml.Transforms.Conversion.MapValueToKey("Label").Fit(data).Transform(data);
    }

    // Uses the text column Name as label and as features, which have unsupported types.
    private static IDataView WrongType(MLContext ml, string label = "Label")
    {
        IDataView rows = ml.Data.LoadFromEnumerable(Flowers.Rows(3));
        return ml.Transforms.CopyColumns(label, "Name").Append(ml.Transforms.CopyColumns("Features", "Name")).Fit(rows).Transform(rows);
    }

    private sealed class Picture
    {
        [VectorType(4, 4)]
        public float[] Features { get; set; } = [];

        public string Label { get; set; } = "";
    }
}
