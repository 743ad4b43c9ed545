using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Conformance;

public sealed class BinaryTrainerCases : EstimatorCases
{
    public override Type Estimator => typeof(NetworkTrainer);

    public override IEnumerable<EstimatorCase> Cases(MLContext ml)
    {
        NetworkSpec network = new([2], [new Dense(3, Activation.Tanh), new Dense(1, Activation.Sigmoid)]);
        return
        [
            Case(ml, "logistic regression", c => c.BinaryClassification.Trainers.LogisticRegression()),
            Case(ml, "binary perceptron", c => c.BinaryClassification.Trainers.MultilayerPerceptron(hiddenUnits: [3])),
            Case(ml, "binary given network", c => c.BinaryClassification.Trainers.NeuralNetwork(network)),
            new(
                "sequence network",
                c => c.BinaryClassification.Trainers.SequenceNetwork(new SequenceNetworkOptions { EmbeddingSize = 2, Units = 3, Epochs = 1 }),
                Sequences(ml),
                WithoutInputColumn(ml),
                ml.Data.LoadFromEnumerable([new MistypedRow()])),
        ];
    }

    private static EstimatorCase Case(MLContext ml, string name, Func<MLContext, IEstimator<ITransformer>> trainer)
    {
        IEnumerable<Row> rows = Enumerable.Range(0, 60)
            .Select(i => new Row { Label = i % 2 == 0, Features = [(i % 2 == 0 ? 1 : -1) + (0.1f * (i % 5)), 0.1f * (i % 3)] });
        return new(name, trainer, ml.Data.LoadFromEnumerable(rows.ToArray()), WithoutInputColumn(ml), ml.Data.LoadFromEnumerable([new MistypedRow()]));
    }

    private static IDataView Sequences(MLContext ml)
    {
        IDataView texts = ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 20).Select(i => new Text { Words = i % 2 == 0 ? "a good film" : "bad", Label = i % 2 == 0 }).ToArray());
        return ml.Transforms.Text.WordIndices("Features", "Words", length: 4).Fit(texts).Transform(texts);
    }

    private sealed class Text
    {
        public string Words { get; set; } = "";

        public bool Label { get; set; }
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }
}
