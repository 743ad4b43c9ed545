using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>A trained pipeline, in use: it predicts sentiments and says which words they come from.</summary>
internal sealed class SentimentModel : IDisposable
{
    // A word of the model must be in one text of so many, and in so many texts: what a rare word got is chance.
    private const int TextsPerOccurrence = 200;
    private const int FewestTexts = 3;

    private readonly PredictionEngine<Review, SentimentPrediction> _engine;
    private readonly Predictor _predictor;

    /// <param name="ml">The context in which the pipeline was made.</param>
    /// <param name="pipeline">A bag of words, then a binary network.</param>
    /// <exception cref="InvalidDataException">The pipeline is another one.</exception>
    public SentimentModel(MLContext ml, ITransformer pipeline)
    {
        ITransformer[] parts = pipeline is IEnumerable<ITransformer> chain ? [.. chain] : [pipeline];
        if (parts is not [BagOfWordsTransformer bag, NetworkTransformer network])
        {
            throw new InvalidDataException($"The model is not a bag of words and a network for two classes, but {string.Join(", ", parts.Select(p => p.GetType().Name))}.");
        }

        Pipeline = pipeline;
        Vocabulary = bag.Vocabulary;
        Network = network.Model;
        _engine = ml.Model.CreatePredictionEngine<Review, SentimentPrediction>(pipeline);
        _predictor = Network.CreatePredictor(logits: true);
    }

    /// <summary>The whole pipeline.</summary>
    public ITransformer Pipeline { get; }

    /// <summary>The words that it knows.</summary>
    public TextVocabulary Vocabulary { get; }

    /// <summary>The trained network.</summary>
    public Network Network { get; }

    /// <summary>Loads a pipeline that was saved.</summary>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is none of ML.NET's models, or of another pipeline.</exception>
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

    /// <summary>The sentiment of a text.</summary>
    public SentimentPrediction Predict(string text) => _engine.Predict(new Review { Text = text });

    /// <summary>
    /// What each word of a text contributes: the logit of the text less its logit without the word, that is, with the word's slot
    /// empty and all others as they are. Exact, whatever the layers; with hidden layers the contributions need not add up.
    /// </summary>
    /// <returns>A contribution for each of the text's words and n-grams in the vocabulary, the strongest first.</returns>
    public IReadOnlyList<WordContribution> Explain(SentimentPrediction prediction)
    {
        KeyValuePair<int, float>[] slots = [.. prediction.Features.Items().Where(slot => slot.Value != 0)];
        int[] columns = Array.ConvertAll(slots, slot => slot.Key);
        float[] values = Array.ConvertAll(slots, slot => slot.Value);
        double all = Logit(columns, values);
        WordContribution[] contributions = new WordContribution[slots.Length];
        for (int i = 0; i < slots.Length; i++)
        {
            // A slot with 0 in it is an empty one.
            (float value, values[i]) = (values[i], 0);
            contributions[i] = new WordContribution(Vocabulary[columns[i]].Word, all - Logit(columns, values));
            values[i] = value;
        }
        return [.. contributions.OrderByDescending(c => Math.Abs(c.Logit)).ThenBy(c => c.Word, StringComparer.Ordinal)];
    }

    /// <summary>
    /// The words of the model by what each does alone: the logit with nothing but the word's slot filled, as it is in the text of
    /// the word alone, less the logit with all slots empty. For a network without hidden layers it is the word's weight. Words of
    /// fewer than one text in 200 are left out.
    /// </summary>
    /// <returns>The most positive word first, the most negative last.</returns>
    public IReadOnlyList<WordContribution> RankWords()
    {
        double nothing = Logit([], []);
        long fewest = Math.Max(FewestTexts, Vocabulary.TextCount / TextsPerOccurrence);
        List<WordContribution> ranked = new();
        for (int i = 0; i < Vocabulary.Count; i++)
        {
            if (Vocabulary[i].TextCount < fewest)
            {
                continue;
            }

            string word = Vocabulary[i].Word;
            ranked.Add(new WordContribution(word, Logit([i], [Predict(word).Features.GetItemOrDefault(i)]) - nothing));
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
