using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Trainers;

public class MulticlassTrainerTests
{
    private readonly MLContext _ml = new(seed: 1);

    private MulticlassClassificationCatalog.MulticlassClassificationTrainers Trainers => _ml.MulticlassClassification.Trainers;

    // One step from zero weights on all rows of a two-class data set. All probabilities are 1/2, so with learning rate 1 the step yields
    // W[c] = mean over rows of (y[c] - 1/2) x and b[c] = mean of (y[c] - 1/2). The rows are (x = 1, class 0) and (x = 3, class 1), so
    // W[0] = (1/2 - 3/2) / 2 = -1/2, W[1] = 1/2 and b = 0.
    [Fact]
    public void One_step_of_softmax_regression_matches_a_hand_calculation()
    {
        IDataView data = Keyed([new Row { Features = [1], Name = "a" }, new Row { Features = [3], Name = "b" }]);
        NetworkTransformer model = Trainers.SoftmaxRegression(
            new SoftmaxRegressionOptions { Optimizer = new Sgd(1), BatchSize = 2, Iterations = 1, StandardizeFeatures = false }).Fit(data);

        IReadOnlyList<NamedTensor> weights = model.Model.GetWeights();
        Assert.Equal([-0.5f, 0.5f], weights[0].Values);
        Assert.Equal([0f, 0f], weights[1].Values);

        // The scores of x = 2 are softmax(-1, 1) = (1, e^2) / (1 + e^2).
        float[] scores = model.Transform(Keyed([new Row { Features = [2], Name = "a" }, new Row { Features = [2], Name = "b" }])).GetColumn<float[]>("Score").First();
        Assert.Equal(1 / (1 + Math.Exp(2)), scores[0], 1e-6);
        Assert.Equal(1 / (1 + Math.Exp(-2)), scores[1], 1e-6);
    }

    // Each row has its own feature, so its gradient is in its own weight. With row weights 1 and 3, the second gradient is 3 times the
    // first, with opposite sign.
    [Fact]
    public void An_example_weight_scales_the_gradient_of_its_row()
    {
        Row[] rows = [new Row { Features = [1, 0], Name = "a", Weight = 1 }, new Row { Features = [0, 1], Name = "b", Weight = 3 }];
        NetworkTransformer model = Trainers.SoftmaxRegression(new SoftmaxRegressionOptions
        {
            StandardizeFeatures = false,
            Optimizer = new Sgd(1), BatchSize = 2, Iterations = 1, ExampleWeightColumnName = "Weight", FeatureColumnName = "Features",
        }).Fit(Keyed(rows));
        float[] kernel = model.Model.GetWeights()[0].Values;
        Assert.Equal(-3, kernel[1] / kernel[0], 1e-5);
    }

    [Fact]
    public void With_zero_iterations_weights_are_zero_and_the_first_class_is_predicted()
    {
        IDataView data = Flowers.View(_ml);
        NetworkTransformer model = Trainers.SoftmaxRegression(new SoftmaxRegressionOptions { Iterations = 0 }).Fit(data);
        IDataView scored = model.Transform(data);
        Assert.All(scored.GetColumn<float[]>("Score"), scores => Assert.All(scores, score => Assert.Equal(1 / 3f, score, 1e-6f)));
        Assert.All(scored.GetColumn<uint>("PredictedLabel"), label => Assert.Equal(1u, label));
    }

    [Fact]
    public void Linearly_separable_classes_are_learned_without_errors()
    {
        IDataView data = Flowers.View(_ml);
        NetworkTransformer model = Trainers.SoftmaxRegression(
            new SoftmaxRegressionOptions { Optimizer = new Sgd(0.5), BatchSize = 16, Epochs = 60, Seed = 3 }).Fit(data);
        MulticlassClassificationMetrics metrics = _ml.MulticlassClassification.Evaluate(model.Transform(data));
        Assert.Equal(1, metrics.MicroAccuracy);
        Assert.Contains("setosa", metrics.ConfusionMatrix.GetFormattedConfusionTable());
        Assert.Equal(60, model.History!.Epochs.Length);
        Assert.Equal(1, model.History.Epochs[^1].Training.Accuracy);
    }

    // XOR is not linearly separable, but a network with a hidden layer can learn it.
    [Fact]
    public void A_hidden_layer_learns_classes_that_are_not_linearly_separable()
    {
        Row[] corners =
        [
            new Row { Features = [0, 0], Name = "same" }, new Row { Features = [0, 1], Name = "other" },
            new Row { Features = [1, 0], Name = "other" }, new Row { Features = [1, 1], Name = "same" },
        ];
        IDataView data = Keyed([.. Enumerable.Repeat(corners, 16).SelectMany(c => c)]);
        double Accuracy(IEstimator<ITransformer> trainer) => _ml.MulticlassClassification.Evaluate(trainer.Fit(data).Transform(data)).MicroAccuracy;

        Assert.Equal(1, Accuracy(Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            HiddenUnits = [16], Activation = Activation.Tanh, Optimizer = new Adam(0.02), BatchSize = 8, Epochs = 60, Seed = 1,
        })));
        Assert.InRange(Accuracy(Trainers.SoftmaxRegression(new SoftmaxRegressionOptions { Epochs = 60, BatchSize = 8, Seed = 1 })), 0, 0.75);
    }

    [Fact]
    public void Key_labels_and_one_hot_labels_train_the_same_network()
    {
        IDataView data = OneHot(Flowers.View(_ml));
        MultilayerPerceptronOptions options = new() { HiddenUnits = [5], Seed = 4 };
        NetworkTransformer byKey = Trainers.MultilayerPerceptron(options).Fit(data);
        NetworkTransformer byVector = Trainers.MultilayerPerceptron(options with { LabelColumnName = "Vector" }).Fit(data);
        Assert.Equal(Weights(byKey), Weights(byVector));
        Assert.Equal(SchemaText.Of(byKey.GetOutputSchema(data.Schema)), SchemaText.Of(byVector.GetOutputSchema(data.Schema)));
    }

    // The expected columns are those that SdcaMaximumEntropy of Microsoft.ML 5.0.0 adds for a label with three text values.
    [Fact]
    public void The_output_columns_match_those_of_ML_NET_trainers()
    {
        IDataView data = Flowers.View(_ml);
        DataViewSchema schema = Trainers.SoftmaxRegression(epochs: 1).Fit(data).GetOutputSchema(data.Schema);
        string[] added = SchemaText.Of(schema).Split('\n')[data.Schema.Count..];
        Assert.Equal(
            "PredictedLabel: Key<UInt32, 0-2> { ScoreColumnKind: String = MulticlassClassification; ScoreValueKind: String = PredictedLabel; "
            + "KeyValues: Vector<String, 3> = [setosa, virginica, versicolor]; ScoreColumnSetId: Key<UInt32, 0-2147483646> = 1 }",
            added[0]);
        Assert.Equal(
            "Score: Vector<Single, 3> { ScoreColumnKind: String = MulticlassClassification; ScoreColumnSetId: Key<UInt32, 0-2147483646> = 1; "
            + "ScoreValueKind: String = Score; TrainingLabelValues: Vector<String, 3> = [setosa, virginica, versicolor]; "
            + "SlotNames: Vector<String, 3> = [setosa, virginica, versicolor] }",
            added[1]);
    }

    [Fact]
    public void Only_text_labels_yield_slot_names()
    {
        IDataView rows = _ml.Data.LoadFromEnumerable(Flowers.Rows(9));
        IDataView data = _ml.Transforms.Conversion.MapValueToKey("Label", "ClassIndex").Fit(rows).Transform(rows);
        DataViewSchema schema = Trainers.SoftmaxRegression(epochs: 1).Fit(data).GetOutputSchema(data.Schema);
        Assert.False(schema["Score"].HasSlotNames());
        Assert.Equal("KeyValues: Vector<Int32, 3> = [0, 1, 2]", SchemaText.Of(schema).Split('\n')[^2].Split("; ").Single(a => a.StartsWith("KeyValues")));
    }

    [Fact]
    public void A_second_model_in_a_chain_has_the_next_score_column_set_id()
    {
        IDataView data = Flowers.View(_ml);
        ITransformer chain = Trainers.SoftmaxRegression(epochs: 1).Append(Trainers.SoftmaxRegression(epochs: 1)).Fit(data);
        uint id = 0;
        chain.GetOutputSchema(data.Schema)["Score"].Annotations.GetValue("ScoreColumnSetId", ref id);
        Assert.Equal(2u, id);
    }

    [Fact]
    public void Rows_without_label_or_with_nonfinite_values_are_skipped_and_logged()
    {
        Row[] good = [new Row { Features = [1, 0], Name = "a" }, new Row { Features = [0, 1], Name = "b" }];
        Row[] bad = [new Row { Features = [float.NaN, 1], Name = "a" }, new Row { Features = [float.PositiveInfinity, 1], Name = "b" }, new Row { Features = [1, 1], Name = "" }];
        SoftmaxRegressionOptions options = new() { Shuffle = false, Seed = 1 };
        List<string> log = [];
        _ml.Log += (_, e) => log.Add($"{e.Kind} {e.RawMessage}");

        float[] expected = Weights(Trainers.SoftmaxRegression(options).Fit(Keyed(good)));
        Assert.Equal(expected, Weights(Trainers.SoftmaxRegression(options).Fit(Keyed([.. good, .. bad]))));
        Assert.Contains("Warning Skipped 3 rows: 1 without a label in column 'Label', 2 with a value in column 'Features' that is NaN or infinite.", log);
    }

    [Fact]
    public void Empty_data_throw_an_error_that_begins_as_that_of_ML_NET()
    {
        IDataView none = _ml.Data.TakeRows(_ml.Data.SkipRows(Flowers.View(_ml), 1000), 1);
        Assert.Equal(
            "Training set has 0 instances, aborting training. There are no rows.",
            Assert.Throws<InvalidOperationException>(() => Trainers.SoftmaxRegression().Fit(none)).Message);
    }

    [Fact]
    public void If_all_rows_are_skipped_the_error_gives_the_reasons_by_column()
    {
        Row[] rows =
        [
            new Row { Features = [float.NaN, 1], Name = "a" }, new Row { Features = [1, 1], Name = "" }, new Row { Features = [1, 1], Name = "" },
            new Row { Features = [1, 1], Name = "b", Weight = float.PositiveInfinity },
        ];
        SoftmaxRegressionOptions options = new() { ExampleWeightColumnName = "Weight" };
        const string Message = "Training set has 0 instances, aborting training. All 4 rows were skipped: 2 without a label in column 'Label', "
            + "1 with a weight in column 'Weight' that is NaN or infinite, 1 with a value in column 'Features' that is NaN or infinite.";
        Assert.Equal(Message, Error(options, rows));
        Assert.Equal(Message, Error(options with { StreamingPoolSize = 2 }, rows));
        Assert.Equal(
            "ValidationData" + Message["Training set".Length..],
            Error(options with { ValidationData = Keyed(rows) }, [new Row { Features = [1, 1], Name = "a" }, new Row { Features = [1, 1], Name = "b" }]));

        string Error(SoftmaxRegressionOptions options, Row[] data) =>
            Assert.Throws<InvalidOperationException>(() => Trainers.SoftmaxRegression(options).Fit(Keyed(data))).Message;
    }

    // MapValueToKey that was fitted to no rows gives keys with 1 value.
    [Fact]
    public void Without_rows_the_error_says_so_and_does_not_count_classes()
    {
        IDataView none = Keyed([], featureCount: 2);
        Assert.Equal(
            "Training set has 0 instances, aborting training. There are no rows.",
            Assert.Throws<InvalidOperationException>(() => Trainers.SoftmaxRegression().Fit(none)).Message);
        Assert.Equal(
            "ValidationData has 0 instances, aborting training. There are no rows.",
            Assert.Throws<InvalidOperationException>(
                () => Trainers.SoftmaxRegression(new SoftmaxRegressionOptions { ValidationData = none }).Fit(Flowers.View(_ml))).Message);
        Assert.Equal(
            "The label column 'Label' has 1 class; at least 2 are needed.",
            Assert.Throws<InvalidOperationException>(
                () => Trainers.SoftmaxRegression().Fit(Keyed([new Row { Features = [1], Name = "a" }, new Row { Features = [2], Name = "a" }]))).Message);
    }

    [Theory]
    [InlineData("Name", "String")]
    [InlineData("Weight", "Single")]
    public void A_label_that_is_not_a_key_names_the_cure(string column, string type)
    {
        IDataView rows = _ml.Data.LoadFromEnumerable([new Row { Features = [1], Name = "a" }], Row.Schema(1));
        Assert.Contains(
            $"label column '{column}': expected a key, or a vector of Single of known size from OneHotLabel, got {type}. "
            + $"Map its values to keys first: Transforms.Conversion.MapValueToKey(\"{column}\")",
            Assert.Throws<ArgumentOutOfRangeException>(() => Trainers.SoftmaxRegression(column).Fit(rows)).Message);
        Assert.Contains(
            $"MapValueToKey(\"{column}\")",
            Assert.Throws<ArgumentOutOfRangeException>(() => Trainers.SoftmaxRegression(column).Append(Trainers.SoftmaxRegression(column)).Fit(rows)).Message);
    }

    [Theory]
    [InlineData(ulong.MaxValue, "The label column 'Label' has 18446744073709551615 classes; a network can have up to 2147483591.")]
    [InlineData(1ul << 31, "The label column 'Label' has 2147483648 classes; a network can have up to 2147483591.")]
    [InlineData(2_000_000_000ul, "There is no network for the 2 features of column 'Features' and the 2000000000 outputs that label column 'Label' needs: ")]
    public void More_classes_than_a_network_can_have_throw(ulong keys, string message)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(WideKey));
        schema["Label"].ColumnType = new KeyDataViewType(typeof(ulong), keys);
        IDataView data = _ml.Data.LoadFromEnumerable([new WideKey()], schema);
        Assert.StartsWith(message, Assert.Throws<InvalidOperationException>(() => Trainers.SoftmaxRegression().Fit(data)).Message);
    }

    // Values for 2 of 3 keys would be read back as values of 3 classes.
    [Fact]
    public void Key_values_of_another_number_are_passed_over()
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(WideKey));
        schema["Label"].ColumnType = new KeyDataViewType(typeof(ulong), 3);
        schema["Label"].AddAnnotation("KeyValues", new VBuffer<int>(2, [5, 6]), new VectorDataViewType(NumberDataViewType.Int32, 2));
        IDataView data = _ml.Data.LoadFromEnumerable([new WideKey(), new WideKey { Label = 2 }], schema);
        NetworkTransformer model = Trainers.SoftmaxRegression(epochs: 1).Fit(data);
        using MemoryStream file = new();
        _ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        IDataView scored = _ml.Model.Load(file, out _).Transform(data);
        Assert.Equal(model.Transform(data).GetColumn<float[]>("Score"), scored.GetColumn<float[]>("Score"));
        Assert.Null(scored.Schema["PredictedLabel"].Annotations.Schema.GetColumnOrNull("KeyValues"));
    }

    [Fact]
    public void Negative_weight_error_names_the_row()
    {
        IDataView data = Keyed([new Row { Features = [1], Name = "a" }, new Row { Features = [2], Name = "b", Weight = -1 }]);
        string message = Assert.Throws<InvalidOperationException>(
            () => Trainers.SoftmaxRegression(new SoftmaxRegressionOptions { ExampleWeightColumnName = "Weight" }).Fit(data)).Message;
        Assert.Contains("column 'Weight' (row 1) is -1", message);
    }

    [Fact]
    public void Invalid_one_hot_vector_error_names_the_row()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Row { Features = [1, 0] }, new Row { Features = [0.5f, 0.5f] }], Row.Schema(2));
        string message = Assert.Throws<InvalidOperationException>(() => Trainers.SoftmaxRegression("Features").Fit(data)).Message;
        Assert.Contains("column 'Features' (row 1) is not one-hot", message);
    }

    [Fact]
    public void A_trained_model_throws_on_features_of_a_different_size()
    {
        NetworkTransformer model = Trainers.SoftmaxRegression(epochs: 1).Fit(Flowers.View(_ml));
        string message = Assert.Throws<ArgumentOutOfRangeException>(
            () => model.Transform(Keyed([new Row { Features = [1, 2, 3], Name = "a" }]))).Message;
        Assert.Contains("feature column 'Features': expected Vector<Single, 2>, got Vector<Single, 3>", message);
    }

    [Fact]
    public void Progress_and_log_report_each_epoch()
    {
        List<TrainingProgress> reports = new();
        List<string> log = [];
        _ml.Log += (_, e) => log.Add(e.RawMessage ?? "");
        Trainers.SoftmaxRegression(new SoftmaxRegressionOptions { Epochs = 2, BatchSize = 21, Progress = new Collector(reports) }).Fit(Flowers.View(_ml));

        Assert.Equal(
            [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)],
            reports.Where(r => r.Batch > 0).Select(r => (r.Epoch, r.Batch)).Distinct());
        Assert.Equal(2, reports.Count(r => r.IsEpochEnd));
        Assert.Contains(log, m => m.StartsWith("Epoch 2 of 2: loss "));
    }

    [Fact]
    public void Cancellation_stops_the_training()
    {
        using CancellationTokenSource source = new();
        SoftmaxRegressionOptions options = new() { Progress = new Canceller(source), Cancellation = source.Token, BatchSize = 1 };
        Assert.ThrowsAny<OperationCanceledException>(() => Trainers.SoftmaxRegression(options).Fit(Flowers.View(_ml)));
    }

    private static float[] Weights(NetworkTransformer model) => model.Model.GetWeights().SelectMany(t => t.Values).ToArray();

    private IDataView OneHot(IDataView data) => _ml.Transforms.Conversion.OneHotLabel("Vector", "Label").Fit(data).Transform(data);

    private IDataView Keyed(IReadOnlyList<Row> rows) => Keyed(rows, rows[0].Features.Length);

    private IDataView Keyed(IReadOnlyList<Row> rows, int featureCount)
    {
        IDataView data = _ml.Data.LoadFromEnumerable(rows, Row.Schema(featureCount));
        return _ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(data).Transform(data);
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        public string Name { get; set; } = "";

        public float Weight { get; set; } = 1;

        public static SchemaDefinition Schema(int featureCount)
        {
            SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
            schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, featureCount);
            return schema;
        }
    }

    private sealed class WideKey
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [1, 2];

        [KeyType(2)]
        public ulong Label { get; set; } = 1;
    }

    private sealed class Collector(List<TrainingProgress> reports) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => reports.Add(value);
    }

    private sealed class Canceller(CancellationTokenSource source) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => source.Cancel();
    }
}
