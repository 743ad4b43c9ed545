using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Reports;
using MLNetDeep.Samples.Sentiment;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace Sentiment.Tests.Model;

/// <summary>Compares the contributions of words with a second, simple implementation of the network in double precision.</summary>
public sealed class SentimentModelTests : IDisposable
{
    private const string Text = "The film is good, I say: good story, bad sound";

    private readonly SmallReviews _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData(TermWeighting.Binary)]
    [InlineData(TermWeighting.Count)]
    [InlineData(TermWeighting.TfIdf)]
    public void A_contribution_is_the_logit_minus_the_logit_without_the_word(TermWeighting weighting)
    {
        using SentimentModel model = Train(Activation.Relu, weighting);
        BagPrediction prediction = (BagPrediction)model.Predict(Text);
        float[] bag = [.. prediction.Features.DenseValues()];
        double logit = ComputeLogit(model.Network, bag);
        Assert.Equal(prediction.Score, logit, 1e-4);

        IReadOnlyList<WordContribution> contributions = model.Explain(prediction);
        string[] expectedWords = [.. model.Vocabulary.Where((_, slot) => bag[slot] != 0).Select(word => word.Word)];
        Assert.Equal(expectedWords.Order(StringComparer.Ordinal), contributions.Select(c => c.Word).Order(StringComparer.Ordinal));
        Assert.Contains("is good", expectedWords);
        foreach (WordContribution contribution in contributions)
        {
            Assert.True(model.Vocabulary.TryGetIndex(contribution.Word, out int slot));
            float[] without = [.. bag];
            without[slot] = 0;
            Assert.Equal(logit - ComputeLogit(model.Network, without), contribution.Logit, 1e-4);
        }

        Assert.Equal(contributions.OrderByDescending(c => Math.Abs(c.Logit)), contributions);
    }

    // In a linear network, the contribution of a word does not depend on the rest of the text: it is the word's value times its weight.
    [Fact]
    public void In_a_linear_network_the_contributions_add_up_to_the_logit()
    {
        using SentimentModel model = Train(Activation.Linear, TermWeighting.Binary);
        SentimentPrediction prediction = model.Predict(Text);
        double emptyLogit = ComputeLogit(model.Network, new float[model.Vocabulary.Count]);
        Assert.Equal(prediction.Score - emptyLogit, model.Explain(prediction).Sum(c => c.Logit), 1e-4);
    }

    [Theory]
    [InlineData(TermWeighting.Binary)]
    [InlineData(TermWeighting.TermFrequency)]
    public void Words_are_ranked_by_their_contribution_to_an_empty_text(TermWeighting weighting)
    {
        using SentimentModel model = Train(Activation.Tanh, weighting);
        IReadOnlyList<WordContribution> ranked = model.RankWords();
        double emptyLogit = ComputeLogit(model.Network, new float[model.Vocabulary.Count]);
        foreach (WordContribution word in ranked)
        {
            Assert.True(model.Vocabulary.TryGetIndex(word.Word, out int slot));
            // The text "is good" has three terms: is, good, is good. Their term frequencies are 1/3 each.
            bool isFrequency = weighting == TermWeighting.TermFrequency;
            float[] alone = new float[model.Vocabulary.Count];
            alone[slot] = isFrequency && word.Word.Contains(' ') ? 1 / 3f : 1;
            Assert.Equal(ComputeLogit(model.Network, alone) - emptyLogit, word.Logit, 1e-4);
        }

        Assert.Equal(ranked.OrderByDescending(c => c.Logit), ranked);
        Assert.Contains(ranked[0].Word.Split(' '), word => word is "good" or "great" or "fine");
        Assert.Contains(ranked[^1].Word.Split(' '), word => word is "bad" or "poor" or "dull");
    }

    [Fact]
    public void Words_in_fewer_than_three_texts_are_not_ranked()
    {
        File.AppendAllLines(_data.Tsv, ["1\tsuperb superb superb", "1\tsuperb", "0\trare rare", "0\trare", "0\trare"]);
        using SentimentModel model = Train(Activation.Relu, TermWeighting.Binary);
        Assert.True(model.Vocabulary.TryGetIndex("superb", out _));
        Assert.DoesNotContain(model.RankWords(), word => word.Word == "superb");
        Assert.Contains(model.RankWords(), word => word.Word == "rare");
    }

    [Fact]
    public void A_loaded_model_predicts_exactly_as_the_saved_one()
    {
        using SentimentModel model = Train(Activation.Relu, TermWeighting.TfIdf);
        MLContext ml = new(0);
        ml.Model.Save(model.Pipeline, new TextFileReviews(_data.Tsv).Load(ml, TextWriter.Null).Schema, _data.File("model.zip"));
        using SentimentModel loaded = SentimentModel.Load(new MLContext(), _data.File("model.zip"));
        foreach (string text in new[] { Text, "", "bad", "Ünknöwn", SmallReviews.Text(3) })
        {
            (SentimentPrediction expected, SentimentPrediction actual) = (model.Predict(text), loaded.Predict(text));
            Assert.Equal(expected.Score, actual.Score);
            Assert.Equal(expected.Probability, actual.Probability);
            Assert.Equal(expected.PredictedLabel, actual.PredictedLabel);
            Assert.Equal(model.Explain(expected), loaded.Explain(actual));
        }

        Assert.Equal(model.RankWords(), loaded.RankWords());
    }

    [Fact]
    public void A_text_without_vocabulary_words_has_no_contributions()
    {
        using SentimentModel model = Train(Activation.Relu, TermWeighting.Binary);
        Assert.Empty(model.Explain(model.Predict("")));
        Assert.Empty(model.Explain(model.Predict("unheard of")));
    }

    private SentimentModel Train(Activation activation, TermWeighting weighting)
    {
        MLContext ml = new(0);
        BagPipeline pipeline = new(
            new BagOfWordsOptions { MaxNGram = 2, Weighting = weighting },
            new MultilayerPerceptronOptions { HiddenUnits = [5, 3], Activation = activation, Epochs = 20, Seed = 1 });
        return new SentimentModel(ml, pipeline.Train(ml, new TextFileReviews(_data.Tsv).Load(ml, TextWriter.Null)).Model);
    }

    // Computes W3 f(W2 f(W1 x + b1) + b2) + b3, where x is the row, f the activation, and W and b the weights and biases of the layers.
    private static double ComputeLogit(Network network, float[] row)
    {
        double[] values = Array.ConvertAll(row, value => (double)value);
        Activation activation = network.Spec.Layers.OfType<Dense>().First().Activation;
        NamedTensor[] tensors = [.. network.GetWeights()];
        for (int layer = 0; layer < tensors.Length; layer += 2)
        {
            double[] input = values;
            (NamedTensor weights, NamedTensor bias) = (tensors[layer], tensors[layer + 1]);
            bool isLast = layer + 2 == tensors.Length;
            values = [.. Enumerable.Range(0, bias.Values.Length).Select(unit =>
            {
                double sum = bias.Values[unit] + input.Select((value, i) => value * weights.Values[(unit * input.Length) + i]).Sum();
                return isLast || activation == Activation.Linear ? sum : activation == Activation.Tanh ? Math.Tanh(sum) : Math.Max(0, sum);
            })];
        }

        return Assert.Single(values);
    }
}
