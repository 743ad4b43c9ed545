using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MLNetDeep.Interop;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Trainers;

public class BinaryTrainerTests
{
    private readonly MLContext _ml = new(seed: 1);

    private BinaryClassificationCatalog.BinaryClassificationTrainers Trainers => _ml.BinaryClassification.Trainers;

    // In one step from zero weights with learning rate 1, the prediction is p = 1/2, so w = mean of (y - 1/2) x. The rows (x, label) =
    // (1, yes), (3, no) yield w = (1/2 - 3/2) / 2 = -1/2 and b = 0. Then x = 2 has the score -1 and the probability 1 / (1 + e).
    [Fact]
    public void One_step_of_logistic_regression_matches_a_hand_calculation()
    {
        IDataView data = View([new Row { Features = [1], Label = true }, new Row { Features = [3], Label = false }]);
        NetworkTransformer model = Trainers.LogisticRegression(
            new LogisticRegressionOptions { Optimizer = new Sgd(1), BatchSize = 2, Iterations = 1, StandardizeFeatures = false }).Fit(data);
        Assert.Equal([-0.5f], model.Model.GetWeights()[0].Values);
        Assert.Equal([0f], model.Model.GetWeights()[1].Values);

        IDataView scored = model.Transform(View([new Row { Features = [2] }]));
        Assert.Equal(-1, scored.GetColumn<float>("Score").Single(), 1e-6f);
        Assert.Equal(1 / (1 + Math.E), scored.GetColumn<float>("Probability").Single(), 1e-6);
        Assert.False(scored.GetColumn<bool>("PredictedLabel").Single());
    }

    [Fact]
    public void A_numeric_label_names_the_cure()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new NumericLabel()]);
        Assert.Contains(
            "label column 'Label': expected Boolean, got Single. Convert it first: Transforms.Conversion.ConvertType(\"Label\", outputKind: DataKind.Boolean); "
                + "it makes true of every number but 0. Say which value is true with Transforms.Conversion.MapValue, for example 1 to true and -1 to false",
            Assert.Throws<ArgumentOutOfRangeException>(() => Trainers.LogisticRegression().Fit(data)).Message);

        // The cure works.
        IDataView converted = _ml.Transforms.Conversion.ConvertType("Label", outputKind: DataKind.Boolean).Fit(data).Transform(data);
        Assert.Single(Trainers.LogisticRegression(epochs: 1).Fit(converted).History!.Epochs);
    }

    [Fact]
    public void A_label_of_text_names_the_cure()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new TextLabel { Label = "yes" }, new TextLabel { Label = "no" }]);
        Assert.Contains(
            "label column 'Label': expected Boolean, got String. Say which value is true with Transforms.Conversion.MapValue, for example \"yes\" to true "
                + "and \"no\" to false",
            Assert.Throws<ArgumentOutOfRangeException>(() => Trainers.LogisticRegression().Fit(data)).Message);

        // The cure works.
        Dictionary<string, bool> map = new() { ["yes"] = true, ["no"] = false };
        IDataView mapped = _ml.Transforms.Conversion.MapValue("Label", map).Fit(data).Transform(data);
        Assert.Equal([true, false], mapped.GetColumn<bool>("Label"));
        Assert.Single(Trainers.LogisticRegression(epochs: 1).Fit(mapped).History!.Epochs);
    }

    [Fact]
    public void A_label_of_keys_names_the_cure()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new TextLabel { Label = "yes" }, new TextLabel { Label = "no" }]);
        IDataView keys = _ml.Transforms.Conversion.MapValueToKey("Label").Fit(data).Transform(data);
        const string Cure = "A key is a class: train with MulticlassClassification.Trainers, or map it to its value first: "
            + "Transforms.Conversion.MapKeyToValue(\"Label\")";
        Assert.Contains(
            $"expected Boolean, got Key<UInt32, 0-1>. {Cure}",
            Assert.Throws<ArgumentOutOfRangeException>(() => Trainers.LogisticRegression().Fit(keys)).Message);
        SchemaShape shape = MLNetInternals.ShapeOf(keys.Schema);
        Assert.Contains(
            $"expected Boolean, got Key<UInt32>. {Cure}",
            Assert.Throws<ArgumentOutOfRangeException>(() => Trainers.LogisticRegression().GetOutputSchema(shape)).Message);
        Assert.Contains(
            $"expected Single, got Key<UInt32, 0-1>. {Cure}",
            Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Regression.Trainers.LinearRegression().Fit(keys)).Message);
    }

    [Fact]
    public void Features_that_are_keys_name_the_cure()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new TextLabel { Label = "yes no" }]);
        IDataView words = _ml.Transforms.Text.WordIndices("Features", "Label", length: 3).Fit(data).Transform(data);
        IDataView view = _ml.Transforms.Conversion.MapValue("Label", new Dictionary<string, bool> { ["yes no"] = true }).Fit(words).Transform(words);
        const string Cure = ". Keys are for networks that begin with an Embedding layer, such as those of SequenceNetwork";
        NetworkTrainer trainer = Trainers.LogisticRegression();
        Assert.Contains($"got Vector<Key<UInt32, 0-1>, 3>{Cure}", Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Fit(view)).Message);
        Assert.Contains(
            $"got Vector<Key<UInt32>>{Cure}",
            Assert.Throws<ArgumentOutOfRangeException>(() => trainer.GetOutputSchema(MLNetInternals.ShapeOf(view.Schema))).Message);
    }

    // The loss of the only batch is computed with the initial weights, before the step. The penalty is l2 * (sum of w^2 over both layers).
    [Fact]
    public void The_penalty_covers_the_weights_of_all_layers()
    {
        IDataView data = Rows();
        MultilayerPerceptronOptions options = new() { HiddenUnits = [3], Seed = 2, BatchSize = 60, Iterations = 1, StandardizeFeatures = false };
        NetworkTransformer plain = Trainers.MultilayerPerceptron(options).Fit(data);
        NetworkTransformer penalized = Trainers.MultilayerPerceptron(options with { KernelRegularizer = new Regularizer(l2: 0.5) }).Fit(data);
        double squares = Trainers.MultilayerPerceptron(options with { Iterations = 0 }).Fit(data).Model.GetWeights()
            .Where(t => t.Name.EndsWith("weight", StringComparison.Ordinal)).Sum(t => t.Values.Sum(w => (double)w * w));
        Assert.Equal(plain.History!.Epochs[0].Training.Loss + (0.5 * squares), penalized.History!.Epochs[0].Training.Loss, 1e-5);
    }

    [Fact]
    public void Scores_differ_where_probabilities_round_to_1()
    {
        NetworkSpec network = new([1], [new Dense(1, Activation.Sigmoid)]);
        NetworkTransformer model = Trainers.NeuralNetwork(network, new NeuralNetworkOptions { Iterations = 0, Seed = 1 })
            .Fit(View([new Row { Features = [1] }]));
        model.Model.SetWeights([new NamedTensor("0.weight", [1, 1], [1]), new NamedTensor("0.bias", [1], [0])]);
        IDataView scored = model.Transform(View([new Row { Features = [50] }, new Row { Features = [60] }, new Row { Features = [0] }]));
        Assert.Equal([50f, 60, 0], scored.GetColumn<float>("Score"));
        Assert.Equal([1f, 1, 0.5f], scored.GetColumn<float>("Probability"));
        Assert.Equal([true, true, false], scored.GetColumn<bool>("PredictedLabel"));
    }

    // The expected columns are those that SdcaLogisticRegression of Microsoft.ML 5.0.0 adds.
    [Fact]
    public void The_output_columns_match_those_of_ML_NET_trainers()
    {
        IDataView data = Rows();
        string[] lines = SchemaText.Of(Trainers.LogisticRegression(epochs: 1).Fit(data).GetOutputSchema(data.Schema)).Split('\n')[data.Schema.Count..];
        const string Kind = "ScoreColumnKind: String = BinaryClassification";
        const string Set = "ScoreColumnSetId: Key<UInt32, 0-2147483646> = 1";
        Assert.Equal(
            [
                $"PredictedLabel: Boolean {{ {Kind}; ScoreValueKind: String = PredictedLabel; {Set} }}",
                $"Score: Single {{ {Kind}; {Set}; ScoreValueKind: String = Score }}",
                $"Probability: Single {{ {Kind}; {Set}; IsNormalized: Boolean = True; ScoreValueKind: String = Probability }}",
            ],
            lines);
    }

    [Fact]
    public void ML_NET_can_evaluate_and_cross_validate_the_trainer()
    {
        IDataView data = Rows();
        NetworkTrainer trainer = Trainers.LogisticRegression(new LogisticRegressionOptions { Optimizer = new Adam(0.1), Epochs = 30, Seed = 1 });
        CalibratedBinaryClassificationMetrics metrics = _ml.BinaryClassification.Evaluate(trainer.Fit(data).Transform(data));
        Assert.Equal(1, metrics.Accuracy);
        Assert.Equal(1, metrics.AreaUnderRocCurve);
        Assert.True(metrics.LogLoss < 0.2);
        Assert.All(_ml.BinaryClassification.CrossValidate(data, trainer, numberOfFolds: 3), fold => Assert.Equal(1, fold.Metrics.Accuracy));
    }

    [Fact]
    public void A_chain_with_a_cache_checkpoint_trains_the_same_network()
    {
        IDataView data = Rows();
        float[] Weights(IEstimator<TransformerChain<NetworkTransformer>> chain) =>
            chain.Fit(data).LastTransformer.Model.GetWeights().SelectMany(t => t.Values).ToArray();
        MultilayerPerceptronOptions options = new() { HiddenUnits = [4], Seed = 9, FeatureColumnName = "Copy" };
        ColumnCopyingEstimator copy = _ml.Transforms.CopyColumns("Copy", "Features");
        Assert.Equal(
            Weights(copy.Append(Trainers.MultilayerPerceptron(options))),
            Weights(copy.AppendCacheCheckpoint(_ml).Append(Trainers.MultilayerPerceptron(options))));
    }

    [Fact]
    public void A_network_incompatible_with_the_columns_throws()
    {
        string inputs = Assert.Throws<InvalidOperationException>(
            () => Trainers.NeuralNetwork(new NetworkSpec([3], [new Dense(1, Activation.Sigmoid)])).Fit(Rows())).Message;
        Assert.Contains("takes 3 values, but there are 2 features", inputs);
        string outputs = Assert.Throws<InvalidOperationException>(
            () => Trainers.NeuralNetwork(new NetworkSpec([2], [new Dense(2, Activation.Sigmoid)])).Fit(Rows())).Message;
        Assert.Contains("outputs 2 values, but the label needs 1", outputs);
    }

    private IDataView Rows() => View(Enumerable.Range(0, 60)
        .Select(i => new Row { Label = i % 2 == 0, Features = [(i % 2 == 0 ? 1 : -1) + (0.1f * (i % 5)), 0.1f * (i % 3)] })
        .ToArray());

    private IDataView View(Row[] rows)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Features.Length);
        return _ml.Data.LoadFromEnumerable(rows, schema);
    }

    private sealed class TextLabel
    {
        [VectorType(1)]
        public float[] Features { get; set; } = [1];

        public string Label { get; set; } = "";
    }

    private sealed class NumericLabel
    {
        [VectorType(1)]
        public float[] Features { get; set; } = [1];

        public float Label { get; set; } = 1;
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }
}
