using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Reports.Tests.Evaluation;

/// <summary>Contributions of words to a network's logit. The sample Sentiment compares them with a second implementation.</summary>
public class WordContributionsTests
{
    private static readonly string[] s_words = ["good", "bad", "film"];

    private static readonly MLContext s_ml = new(seed: 0);

    // z = 2 good − 3 bad + 0.5 film + 0.25.
    [Fact]
    public void Without_hidden_layers_a_contribution_is_weight_times_value()
    {
        using WordContributions contributions = new(Linear(), s_words);
        Assert.Equal(
            [new WordContribution("bad", -6), new WordContribution("good", 2), new WordContribution("film", 0.5)],
            contributions.Explain([0, 1, 2], [1, 2, 1]));
        Assert.Equal([new WordContribution("good", 1), new WordContribution("bad", -3)], contributions.Rank([0.5f, 1, 0]));
        Assert.Empty(contributions.Explain([], []));
    }

    // z = relu(good + film − 1): alone, neither word does anything; together, each does all.
    [Fact]
    public void With_hidden_layers_a_contribution_depends_on_the_other_words()
    {
        NetworkSpec spec = new([3], [new Dense(1, Activation.Relu), new Dense(1, Activation.Sigmoid)]);
        Network network = new(spec,
        [
            new NamedTensor("0.weight", [1, 3], [1, 0, 1]), new NamedTensor("0.bias", [1], [-1]),
            new NamedTensor("1.weight", [1, 1], [1]), new NamedTensor("1.bias", [1], [0]),
        ]);
        using WordContributions contributions = new(network, s_words);
        Assert.Equal([new WordContribution("film", 1), new WordContribution("good", 1)], contributions.Explain([0, 2], [1, 1]));
        Assert.All(contributions.Rank([1, 1, 1]), word => Assert.Equal(0, word.Logit));
    }

    [Fact]
    public void Words_that_do_not_fit_the_network_are_refused()
    {
        AssertRefused("2 words for 3 inputs", () => new WordContributions(Linear(), ["a", "b"]));
        Network classes = new(new NetworkSpec([3], [new Dense(2, Activation.Softmax)]));
        AssertRefused("2 outputs", () => new WordContributions(classes, s_words));
        using WordContributions contributions = new(Linear(), s_words);
        AssertRefused("1 values for 3 words", () => contributions.Rank([1]));

        static void AssertRefused(string message, Func<object> call) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);
    }

    // Each word's value is the mean over the texts with it, here 1. Words in fewer than three texts are left out.
    [Fact]
    public void The_words_of_a_model_of_texts_are_those_of_its_bag()
    {
        IDataView texts = s_ml.Data.LoadFromEnumerable(Enumerable.Range(0, 40).Select(i => new Review
        {
            Text = (i % 2 == 0 ? "good film" : "bad film") + (i < 2 ? " rare" : ""), Label = i % 2 == 0,
        }).ToArray());
        ITransformer model = s_ml.Transforms.Text.BagOfWords("Features", "Text")
            .Append(s_ml.BinaryClassification.Trainers.LogisticRegression(new LogisticRegressionOptions { Epochs = 5, Threads = 1 }))
            .Fit(texts);
        IDataView scored = model.Transform(texts);
        using WordContributions contributions = WordContributions.FindForTexts(model, scored, textColumn: null)!;
        NamedTensor weights = NetworkTransformer.Find(model)!.Model.GetWeights()[0];
        IReadOnlyList<WordContribution> ranked = contributions.RankWordsOf(scored);
        Assert.Equal(["bad", "film", "good"], ranked.Select(word => word.Word).Order());
        Assert.Equal(("good", "bad"), (ranked[0].Word, ranked[^1].Word));
        Assert.All(ranked, word => Assert.Equal(weights.Values[contributions.Words.IndexOf(word.Word)], word.Logit, 1e-6));
    }

    [Fact]
    public void The_columns_of_a_table_are_no_words()
    {
        IDataView rows = s_ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 20).Select(i => new Patient { Age = i, Weight = 3 * i % 7, Label = i > 9 }).ToArray());
        ITransformer model = s_ml.Transforms.Concatenate("Features", "Age", "Weight")
            .Append(s_ml.BinaryClassification.Trainers.LogisticRegression(new LogisticRegressionOptions { Epochs = 1, Threads = 1 }))
            .Fit(rows);
        Assert.Null(WordContributions.FindForTexts(model, model.Transform(rows), textColumn: null));
        using WordContributions? named = WordContributions.Find(model, model.Transform(rows));
        Assert.Equal(["Age", "Weight"], named!.Words);
    }

    private static Network Linear() => new(
        new NetworkSpec([3], [new Dense(1, Activation.Sigmoid)]),
        [new NamedTensor("0.weight", [1, 3], [2, -3, 0.5f]), new NamedTensor("0.bias", [1], [0.25f])]);

    private sealed class Review
    {
        public string Text { get; set; } = "";

        public bool Label { get; set; }
    }

    private sealed class Patient
    {
        public float Age { get; set; }

        public float Weight { get; set; }

        public bool Label { get; set; }
    }
}
