using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Trainers;

/// <summary>Sequences of indices go straight into trainers of networks that begin with Embedding.</summary>
public class WordSequenceTests
{
    // Of the words, film and good occur in most texts. The last text has none of the vocabulary.
    private static readonly Review[] s_reviews =
    [
        new("good film", true), new("bad film", false), new("good good story", true), new("bad bad story film", false),
        new("a good film", true), new("a bad story", false), new("", true), new("", false),
    ];

    private static readonly LayerSpec[] s_layers = [new Embedding(8, 3, maskZero: true), new Flatten(), new Dense(1, Activation.Sigmoid)];
    private static readonly NeuralNetworkOptions s_options = new() { Seed = 1, FeatureColumnName = "Words", Epochs = 60, Optimizer = new Adam(0.05) };

    private readonly MLContext _ml = new(seed: 1);

    [Theory]
    [InlineData(null)]
    [InlineData(5)]
    public void Words_of_texts_are_trained_on_and_scored(int? length)
    {
        ITransformer model = Model(length);
        Assert.Equal([true, false, true], Predict(model, "good good", "bad", "good story"));
        PredictionEngine<Review, Prediction> engine = _ml.Model.CreatePredictionEngine<Review, Prediction>(model);
        float[] batch = Scores(model, "good good", "", "bad film");
        Assert.Equal(batch, new[] { "good good", "", "bad film" }.Select(text => engine.Predict(new Review(text, true)).Score));
    }

    // The scores are those of the network on the same indices: 0 at the start of a sequence is padding.
    [Fact]
    public void Sequences_of_one_length_score_as_those_of_varying_length()
    {
        float[] varying = Scores(Model(null), "good good", "", "bad film"), padded = Scores(Model(5), "good good", "", "bad film");
        Assert.Equal(varying, padded);
    }

    [Fact]
    public void A_saved_model_scores_the_same()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("words.zip");
        ITransformer model = Model(null);
        _ml.Model.Save(model, Rows("").Schema, path);
        ITransformer loaded = new MLContext().Model.Load(path, out _);
        Assert.Equal(Scores(model, "good good", "", "bad film"), Scores(loaded, "good good", "", "bad film"));
    }

    [Fact]
    public void A_stream_of_rows_trains_the_same_network()
    {
        IDataView rows = Indices(null).Transform(_ml.Data.LoadFromEnumerable(s_reviews));
        NetworkSpec spec = new([5], [.. s_layers]);
        float[][] weights = [.. new int?[] { null, 100 }.Select(pool => _ml.BinaryClassification.Trainers
            .NeuralNetwork(spec, s_options with { StreamingPoolSize = pool, ValidationData = rows })
            .Fit(rows).Model.GetWeights()[0].Values)];
        Assert.Equal(weights[0], weights[1]);
    }

    [Fact]
    public void Layers_alone_need_sequences_of_one_length()
    {
        IDataView varying = Indices(null).Transform(Rows("good")), padded = Indices(5).Transform(_ml.Data.LoadFromEnumerable(s_reviews));
        NetworkTrainer trainer = _ml.BinaryClassification.Trainers.NeuralNetwork(s_layers, s_options with { Epochs = 1 });
        Assert.StartsWith(
            "The sequences of the feature column vary in length",
            Assert.Throws<InvalidOperationException>(() => trainer.Fit(varying)).Message,
            StringComparison.Ordinal);
        Assert.Equal([5], trainer.Fit(padded).Model.Spec.InputShape);
        Assert.Equal(3, trainer.GetOutputSchema(MLNetInternals.ShapeOf(padded.Schema)).Count(column => column.Name is "Score" or "Probability" or "PredictedLabel"));
    }

    // The vocabulary is film, good, bad, story and a: the indices 0 to 5.
    [Fact]
    public void A_vocabulary_that_is_larger_than_the_table_is_refused()
    {
        NetworkSpec spec = new([5], [new Embedding(5, 3), new Flatten(), new Dense(1, Activation.Sigmoid)]);
        Assert.Equal(
            "Column 'Words' has the indices 0 to 5, where 0 is a missing key, but the network takes 0 to 4: set the inputDim of its Embedding to "
            + "6, or limit the vocabulary.",
            Assert.Throws<InvalidOperationException>(
                () => _ml.BinaryClassification.Trainers.NeuralNetwork(spec, s_options).Fit(Indices(null).Transform(Rows("good")))).Message);
    }

    [Fact]
    public void Sequences_that_are_longer_than_the_network_takes_are_refused()
    {
        NetworkSpec spec = new([2], [.. s_layers]);
        NetworkTrainer trainer = _ml.BinaryClassification.Trainers.NeuralNetwork(spec, s_options);
        Assert.StartsWith(
            "Column 'Words' has 5 indices in a row, but the network takes 2",
            Assert.Throws<InvalidOperationException>(() => trainer.Fit(Indices(5).Transform(Rows("good")))).Message,
            StringComparison.Ordinal);
        const string Longer = "The vector in column 'Words' (row 1) has 3 indices; accepted: up to 2, which is what the network takes.";
        IDataView rows = Indices(null).Transform(Rows("good film", "good good film"));
        Assert.StartsWith(Longer, Assert.Throws<InvalidOperationException>(() => trainer.Fit(rows)).Message, StringComparison.Ordinal);
        NetworkTransformer fitted = trainer.Fit(Indices(null).Transform(Rows("good film", "bad")));
        Assert.Contains(
            Longer,
            Assert.Throws<InvalidOperationException>(() => fitted.Transform(rows).GetColumn<float>("Score").ToArray()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Integers_beyond_the_table_are_refused_by_row()
    {
        IDataView rows = _ml.Data.LoadFromEnumerable([new Indexed { Words = [1, 7] }, new Indexed { Words = [8] }]);
        NetworkTrainer trainer = _ml.BinaryClassification.Trainers.NeuralNetwork(new NetworkSpec([2], [.. s_layers]), s_options);
        Assert.Equal(
            "The vector in column 'Words' (row 1) has the index 8; accepted: 0 to 7.",
            Assert.Throws<InvalidOperationException>(() => trainer.Fit(rows)).Message);
    }

    [Fact]
    public void Columns_that_are_no_indices_are_refused()
    {
        IDataView rows = _ml.Data.LoadFromEnumerable(s_reviews);
        NetworkTrainer trainer = _ml.BinaryClassification.Trainers.NeuralNetwork(
            new NetworkSpec([2], [.. s_layers]), s_options with { FeatureColumnName = "Text" });
        const string Cure = "Turn texts into indices first: Transforms.Text.WordIndices(\"Text\")";
        Assert.Contains(Cure, Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Fit(rows)).Message, StringComparison.Ordinal);
        Assert.Contains(
            Cure,
            Assert.Throws<ArgumentOutOfRangeException>(() => trainer.GetOutputSchema(MLNetInternals.ShapeOf(rows.Schema))).Message,
            StringComparison.Ordinal);
    }

    private WordIndicesTransformer Indices(int? length) =>
        _ml.Transforms.Text.WordIndices("Words", "Text", length).Fit(_ml.Data.LoadFromEnumerable(s_reviews));

    private ITransformer Model(int? length)
    {
        IDataView rows = _ml.Data.LoadFromEnumerable(s_reviews);
        return _ml.Transforms.Text.WordIndices("Words", "Text", length)
            .Append(_ml.BinaryClassification.Trainers.NeuralNetwork(new NetworkSpec([5], [.. s_layers]), s_options))
            .Fit(rows);
    }

    private IDataView Rows(params string[] texts) => _ml.Data.LoadFromEnumerable(texts.Select((text, i) => new Review(text, i % 2 == 0)));

    private bool[] Predict(ITransformer model, params string[] texts) => [.. model.Transform(Rows(texts)).GetColumn<bool>("PredictedLabel")];

    private float[] Scores(ITransformer model, params string[] texts) => [.. model.Transform(Rows(texts)).GetColumn<float>("Score")];

    private sealed class Review(string text, bool label)
    {
        public Review()
            : this("", false)
        {
        }

        public string Text { get; set; } = text;

        public bool Label { get; set; } = label;
    }

    private sealed class Indexed
    {
        public int[] Words { get; set; } = [];

        public bool Label { get; set; }
    }

    private sealed class Prediction
    {
        public float Score { get; set; }
    }
}
