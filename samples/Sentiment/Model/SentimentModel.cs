using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>A trained pipeline that predicts sentiments and explains them by the words of the text.</summary>
internal sealed class SentimentModel : IDisposable
{
    // A ranked word occurs in at least one text of 200 and in at least three texts: the weights of rarer words are chance.
    private const int TextsPerOccurrence = 200;
    private const int FewestTexts = 3;

    private readonly PredictionEngine<Review, SentimentPrediction> _engine;
    private readonly Predictor _predictor;

    /// <param name="ml">The context that created the pipeline.</param>
    /// <param name="pipeline">A BagOfWords transformer followed by a binary network.</param>
    /// <exception cref="InvalidDataException">The pipeline has other transformers.</exception>
    public SentimentModel(MLContext ml, ITransformer pipeline)
    {
        ITransformer[] parts = pipeline is IEnumerable<ITransformer> chain ? [.. chain] : [pipeline];
        if (parts is not [BagOfWordsTransformer bag, NetworkTransformer network])
        {
            string names = string.Join(", ", parts.Select(part => part.GetType().Name));
            throw new InvalidDataException($"The model is not a bag of words followed by a binary network, but {names}.");
        }

        Pipeline = pipeline;
        Vocabulary = bag.Vocabulary;
        Network = network.Model;
        _engine = ml.Model.CreatePredictionEngine<Review, SentimentPrediction>(pipeline);
        _predictor = Network.CreatePredictor(logits: true);
    }

    /// <summary>The whole pipeline.</summary>
    public ITransformer Pipeline { get; }

    /// <summary>The vocabulary of the bag of words.</summary>
    public TextVocabulary Vocabulary { get; }

    /// <summary>The trained network.</summary>
    public Network Network { get; }

    /// <summary>Loads a saved pipeline.</summary>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is not an ML.NET model, or holds another pipeline.</exception>
    public static SentimentModel Load(MLContext ml, string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no model '{Path.GetFullPath(path)}'.", path);
        }

        try
        {
            return new SentimentModel(ml, ml.Model.Load(path, out _));
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException($"'{path}' cannot be loaded: {e.Message}", e);
        }
    }

    /// <summary>Predicts the sentiment of a text.</summary>
    public SentimentPrediction Predict(string text) => _engine.Predict(new Review { Text = text });

    /// <summary>
    /// The contribution of each word of a text: the logit of the text minus its logit with the word's slot set to zero and the other
    /// slots unchanged. This is exact for any layers; with hidden layers the contributions need not sum to the logit.
    /// </summary>
    /// <returns>A contribution for each of the text's words and n-grams in the vocabulary, largest absolute value first.</returns>
    public IReadOnlyList<WordContribution> Explain(SentimentPrediction prediction)
    {
        KeyValuePair<int, float>[] slots = [.. prediction.Features.Items().Where(slot => slot.Value != 0)];
        int[] columns = Array.ConvertAll(slots, slot => slot.Key);
        float[] values = Array.ConvertAll(slots, slot => slot.Value);
        double all = Logit(columns, values);
        WordContribution[] contributions = new WordContribution[slots.Length];
        for (int i = 0; i < slots.Length; i++)
        {
            // A slot with the value 0 counts as absent.
            (float value, values[i]) = (values[i], 0);
            contributions[i] = new WordContribution(Vocabulary[columns[i]].Word, all - Logit(columns, values));
            values[i] = value;
        }

        return [.. contributions.OrderByDescending(c => Math.Abs(c.Logit)).ThenBy(c => c.Word, StringComparer.Ordinal)];
    }

    /// <summary>
    /// Ranks the vocabulary by the contribution of each word alone: the logit of a text that consists of the word minus the logit of an
    /// empty text, with only the word's own slot set. In a network without hidden layers this is the word's weight. Words in fewer
    /// than one text of 200 are left out.
    /// </summary>
    /// <returns>The most positive word first, the most negative last.</returns>
    public IReadOnlyList<WordContribution> RankWords()
    {
        double empty = Logit([], []);
        long fewest = Math.Max(FewestTexts, Vocabulary.TextCount / TextsPerOccurrence);
        List<WordContribution> ranked = new();
        for (int i = 0; i < Vocabulary.Count; i++)
        {
            if (Vocabulary[i].TextCount < fewest)
            {
                continue;
            }

            string word = Vocabulary[i].Word;
            ranked.Add(new WordContribution(word, Logit([i], [Predict(word).Features.GetItemOrDefault(i)]) - empty));
        }

        return [.. ranked.OrderByDescending(c => c.Logit).ThenBy(c => c.Word, StringComparer.Ordinal)];
    }

    public void Dispose() => _engine.Dispose();

    private double Logit(ReadOnlySpan<int> columns, ReadOnlySpan<float> values)
    {
        float logit = 0;
        _predictor.Predict(columns, values, new Span<float>(ref logit));
        return logit;
    }
}
