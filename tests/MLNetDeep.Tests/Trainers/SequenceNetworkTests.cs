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

    // The word that decides stands among others.
    private IDataView Words(int? length)
    {
        IDataView texts = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(i =>
        {
            bool isGood = i % 2 == 0;
            string word = (isGood ? s_good : s_bad)[i / 2 % 3];
            return new Text
            {
                Words = (i % 4) switch { 0 => $"a {word} film", 1 => $"film was {word}", 2 => $"it was a {word} one", _ => $"{word} indeed" },
                IsGood = isGood, Label = isGood ? "good" : "bad", Score0 = isGood ? 1 : -1,
            };
        }).ToArray());
        return _ml.Transforms.Text.WordIndices("Features", "Words", new WordIndicesOptions { Length = length })
            .Append(_ml.Transforms.Conversion.MapValueToKey("Label")).Fit(texts).Transform(texts);
    }

    private sealed class Text
    {
        public string Words { get; set; } = "";

        public bool IsGood { get; set; }

        public string Label { get; set; } = "";

        public float Score0 { get; set; }
    }

    private sealed class Numbers
    {
        [VectorType(3)]
        public int[] Features { get; set; } = [];

        public bool IsGood { get; set; }
    }
}
