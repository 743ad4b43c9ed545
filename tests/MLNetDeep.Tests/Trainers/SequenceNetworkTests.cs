using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Trainers;

/// <summary>The trainer SequenceNetwork: its layers, lengths and options, for all three tasks.</summary>
public class SequenceNetworkTests
{
    private static readonly string[] s_good = ["good", "great", "fine"], s_bad = ["bad", "poor", "dull"];

    private static readonly SequenceNetworkOptions s_small = new()
    {
        EmbeddingSize = 4, Units = 6, Seed = 1, Epochs = 20, Optimizer = new Adam(0.02), LabelColumnName = "IsGood",
    };

    private readonly MLContext _ml = new(seed: 1);

    public static TheoryData<SequenceNetworkOptions, LayerSpec[]> Networks => new()
    {
        { new() { DropoutRate = 0.5 }, [new GlobalAveragePooling1D(), new Dense(32, Activation.Relu), new Dropout(0.5)] },
        { new() { Kind = SequenceKind.LSTM, Units = 7 }, [new LSTM(7)] },
        { new() { Kind = SequenceKind.GRU, Bidirectional = true }, [new Bidirectional(new GRU(32))] },
        {
            new() { Kind = SequenceKind.Convolution, KernelSize = 3 },
            [new Conv1D(32, 3, padding: Padding.Same, activation: Activation.Relu), new GlobalMaxPooling1D()]
        },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Options_give_the_layers(SequenceNetworkOptions options, LayerSpec[] reading)
    {
        Assert.Equal<LayerSpec>(
            [new Embedding(9, 32, maskZero: true), .. reading, new Dense(3, Activation.Softmax)], options.CreateLayers(9, 3, Activation.Softmax));
        Assert.Equal(new Embedding(9, 2, maskZero: false), (options with { MaskZero = false, EmbeddingSize = 2 }).CreateLayers(9, 3, Activation.Softmax)[0]);
    }

    [Fact]
    public void Every_option_of_the_trainer_is_tested() => Assert.Equal(
        ["Bidirectional", "DropoutRate", "EmbeddingSize", "KernelSize", "Kind", "MaskZero", "MaxLength", "Units", "VocabularySize"],
        typeof(SequenceNetworkOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(property => property.Name).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(SequenceKind.Pooling)]
    [InlineData(SequenceKind.LSTM)]
    [InlineData(SequenceKind.GRU)]
    [InlineData(SequenceKind.Convolution)]
    public void It_learns_the_words_of_texts_by_each_kind(SequenceKind kind)
    {
        IDataView data = Words(length: 6);
        NetworkTransformer model = _ml.BinaryClassification.Trainers.SequenceNetwork(s_small with { Kind = kind }).Fit(data);
        Assert.Equal([6], model.Model.Spec.InputShape);
        Assert.Equal(1, _ml.BinaryClassification.Evaluate(model.Transform(data), "IsGood").Accuracy);
    }

    [Fact]
    public void It_learns_each_task()
    {
        IDataView data = Words(length: 6);
        Assert.Equal(1, _ml.MulticlassClassification.Evaluate(
            _ml.MulticlassClassification.Trainers.SequenceNetwork(s_small with { LabelColumnName = "Label" }).Fit(data).Transform(data)).MicroAccuracy);
        RegressionMetrics regression = _ml.Regression.Evaluate(
            _ml.Regression.Trainers.SequenceNetwork(s_small with { LabelColumnName = "Score0" }).Fit(data).Transform(data), "Score0");
        Assert.True(regression.RSquared > 0.95, $"{regression.RSquared}");
    }

    [Fact]
    public void Sequences_of_varying_length_need_the_largest_one()
    {
        IDataView data = Words(length: null);
        Assert.Contains(
            "vary in length; set MaxLength", Assert.Throws<InvalidOperationException>(() => _ml.BinaryClassification.Trainers.SequenceNetwork(s_small).Fit(data)).Message,
            StringComparison.Ordinal);
        NetworkTransformer model = _ml.BinaryClassification.Trainers.SequenceNetwork(s_small with { MaxLength = 9 }).Fit(data);
        Assert.Equal([9], model.Model.Spec.InputShape);
        Assert.Equal(1, _ml.BinaryClassification.Evaluate(model.Transform(data), "IsGood").Accuracy);
    }

    // A row without words has the length 0: its last state, or its maximum over no position, is 0, and the output layer adds its bias.
    [Theory]
    [InlineData(SequenceKind.LSTM, null)]
    [InlineData(SequenceKind.GRU, 6)]
    [InlineData(SequenceKind.Convolution, null)]
    [InlineData(SequenceKind.Convolution, 6)]
    public void A_text_without_known_words_scores_the_bias_of_the_output(SequenceKind kind, int? length)
    {
        ITransformer model = Model(s_small with { Kind = kind, Epochs = 2, MaxLength = 6, LabelColumnName = "Score0" }, length, out NetworkTransformer network);
        float bias = Assert.Single(network.Model.GetWeights()[^1].Values);
        Assert.NotEqual(0, bias);
        PredictionEngine<Text, Prediction> engine = _ml.Model.CreatePredictionEngine<Text, Prediction>(model);
        Assert.Equal([bias, bias, bias], new[] { "", "unheard", null! }.Select(text => engine.Predict(new Text { Words = text }).Score));
        Assert.NotEqual(bias, engine.Predict(new Text { Words = "good" }).Score);
    }

    // The mean of no vectors is 0 too; the dense layer follows it.
    [Fact]
    public void A_text_without_known_words_has_the_mean_0()
    {
        ITransformer model = Model(s_small with { Epochs = 2, MaxLength = 6, LabelColumnName = "Score0" }, length: null, out NetworkTransformer network);
        float[][] weights = [.. network.Model.GetWeights().Select(tensor => tensor.Values)];
        double expected = weights[4][0] + weights[2].Select((bias, unit) => Math.Max(0, (double)bias) * weights[3][unit]).Sum();
        PredictionEngine<Text, Prediction> engine = _ml.Model.CreatePredictionEngine<Text, Prediction>(model);
        Assert.Equal(expected, engine.Predict(new Text { Words = "unheard" }).Score, 1e-5);
    }

    [Fact]
    public void A_prediction_engine_refuses_a_text_that_is_too_long()
    {
        ITransformer model = Model(s_small with { Epochs = 1, MaxLength = 5, LabelColumnName = "Score0" }, length: null, out _);
        PredictionEngine<Text, Prediction> engine = _ml.Model.CreatePredictionEngine<Text, Prediction>(model);
        Assert.True(float.IsFinite(engine.Predict(new Text { Words = "good film good film good" }).Score));
        string message = Assert.Throws<InvalidOperationException>(() => engine.Predict(new Text { Words = "good film good film good film" })).Message;
        Assert.StartsWith("The vector in column 'Features' (row ", message, StringComparison.Ordinal);
        Assert.EndsWith(
            ") has 6 indices; accepted: up to 5, which is what the network takes. WordIndicesOptions.Length shortens sequences.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prediction_engine_refuses_an_index_beyond_the_vocabulary()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 20).Select(i => new Numbers { Features = [i % 2, 3, 2 + (i % 2)], IsGood = i % 2 == 0 }));
        ITransformer model = _ml.BinaryClassification.Trainers.SequenceNetwork(s_small with { Epochs = 1, VocabularySize = 4 }).Fit(data);
        PredictionEngine<Numbers, Prediction> engine = _ml.Model.CreatePredictionEngine<Numbers, Prediction>(model);
        Assert.Equal(
            "The vector in column 'Features' (row 0) has the index 4; accepted: 0 to 3.",
            Assert.Throws<InvalidOperationException>(() => engine.Predict(new Numbers { Features = [1, 4, 2] })).Message);
        Assert.Contains("has the index -1; accepted: 0 to 3.", Assert.Throws<InvalidOperationException>(
            () => engine.Predict(new Numbers { Features = [1, -1, 2] })).Message, StringComparison.Ordinal);
        Assert.True(float.IsFinite(engine.Predict(new Numbers { Features = [1, 3, 2] }).Score));
    }

    // With padding before each text, index 0 occurs in every row.
    [Fact]
    public void A_missing_key_has_a_vector_of_its_own_unless_it_is_masked()
    {
        Assert.Equal(FirstVector(epochs: 1, maskZero: true), FirstVector(epochs: 2, maskZero: true));
        Assert.NotEqual(FirstVector(epochs: 1, maskZero: false), FirstVector(epochs: 2, maskZero: false));

        float[] FirstVector(int epochs, bool maskZero)
        {
            Model(s_small with { Epochs = epochs, MaskZero = maskZero, LabelColumnName = "Score0" }, length: 6, out NetworkTransformer network);
            return network.Model.GetWeights()[0].Values[..4];
        }
    }

    // Integers have no largest one.
    [Fact]
    public void Integers_need_the_number_of_indices()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 20).Select(i => new Numbers { Features = [i % 2, 3, 2 + (i % 2)], IsGood = i % 2 == 0 }));
        Assert.Contains(
            "set VocabularySize", Assert.Throws<InvalidOperationException>(() => _ml.BinaryClassification.Trainers.SequenceNetwork(s_small).Fit(data)).Message,
            StringComparison.Ordinal);
        NetworkTransformer model = _ml.BinaryClassification.Trainers.SequenceNetwork(s_small with { VocabularySize = 4 }).Fit(data);
        Assert.Equal(new Embedding(4, 4, maskZero: true), model.Model.Spec.Layers[0]);
    }

    [Fact]
    public void Bad_options_are_refused()
    {
        Check("EmbeddingSize is 0", () => new() { EmbeddingSize = 0 });
        Check("Units is 0", () => new() { Units = 0 });
        Check("KernelSize is 0", () => new() { KernelSize = 0 });
        Check("VocabularySize is 0", () => new() { VocabularySize = 0 });
        Check("MaxLength is 0", () => new() { MaxLength = 0 });
        Check("Kind is 9", () => new() { Kind = (SequenceKind)9 });
        Check("DropoutRate is 1", () => new() { DropoutRate = 1 });
        Check("Bidirectional is true and Kind is Convolution", () => new() { Bidirectional = true, Kind = SequenceKind.Convolution });

        void Check(string problem, Func<SequenceNetworkOptions> create) => Assert.Contains(
            problem, Assert.ThrowsAny<ArgumentException>(() => _ml.Regression.Trainers.SequenceNetwork(create())).Message, StringComparison.Ordinal);
    }

    // For regression of Score0, from texts.
    private TransformerChain<ITransformer> Model(SequenceNetworkOptions options, int? length, out NetworkTransformer network)
    {
        IDataView texts = Texts();
        WordIndicesTransformer words = _ml.Transforms.Text.WordIndices("Features", "Words", new WordIndicesOptions { Length = length }).Fit(texts);
        network = _ml.Regression.Trainers.SequenceNetwork(options).Fit(words.Transform(texts));
        return new TransformerChain<ITransformer>(words, network);
    }

    private IDataView Words(int? length)
    {
        IDataView texts = Texts();
        return _ml.Transforms.Text.WordIndices("Features", "Words", new WordIndicesOptions { Length = length })
            .Append(_ml.Transforms.Conversion.MapValueToKey("Label")).Fit(texts).Transform(texts);
    }

    // The word that decides stands among others.
    private IDataView Texts() => _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(i =>
    {
        bool isGood = i % 2 == 0;
        string word = (isGood ? s_good : s_bad)[i / 2 % 3];
        return new Text
        {
            Words = (i % 4) switch { 0 => $"a {word} film", 1 => $"film was {word}", 2 => $"it was a {word} one", _ => $"{word} indeed" },
            IsGood = isGood, Label = isGood ? "good" : "bad", Score0 = isGood ? 1 : -1,
        };
    }).ToArray());

    private sealed class Text
    {
        public string Words { get; set; } = "";

        public bool IsGood { get; set; }

        public string Label { get; set; } = "";

        public float Score0 { get; set; }
    }

    private sealed class Prediction
    {
        public float Score { get; set; }
    }

    private sealed class Numbers
    {
        [VectorType(3)]
        public int[] Features { get; set; } = [];

        public bool IsGood { get; set; }
    }
}
