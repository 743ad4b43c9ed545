using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Reports;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>A trained pipeline that predicts the sentiment of a text. With a bag of words, it explains the prediction by the words.</summary>
internal sealed class SentimentModel : IDisposable
{
    // Only words that occur in at least 0.5% of the training texts, and in at least 3 texts, are ranked: the weights of rarer words are
    // mostly chance.
    private const int MinTextDivisor = 200;
    private const int MinTextCount = 3;

    private readonly IDisposable _engine;
    private readonly Func<Review, SentimentPrediction> _predict;
    private readonly WordContributions? _contributions;

    /// <summary>Wraps a trained pipeline.</summary>
    /// <param name="ml">The context that created the pipeline.</param>
    /// <param name="pipeline">A bag of words or word indices, followed by a binary classification network.</param>
    /// <exception cref="InvalidDataException">The pipeline does not consist of two such transformers.</exception>
    public SentimentModel(MLContext ml, ITransformer pipeline)
    {
        ITransformer[] parts = pipeline is IEnumerable<ITransformer> chain ? [.. chain] : [pipeline];
        Pipeline = pipeline;
        if (parts is [BagOfWordsTransformer bag, NetworkTransformer perceptron])
        {
            (Vocabulary, Network) = (bag.Vocabulary, perceptron.Model);
            PredictionEngine<Review, BagPrediction> engine = ml.Model.CreatePredictionEngine<Review, BagPrediction>(pipeline);
            (_engine, _predict) = (engine, engine.Predict);
            _contributions = new WordContributions(Network, Vocabulary.Select(word => word.Word));
        }
        else if (parts is [WordIndicesTransformer words, NetworkTransformer network])
        {
            (Vocabulary, Network) = (words.Vocabulary, network.Model);
            PredictionEngine<Review, SentimentPrediction> engine = ml.Model.CreatePredictionEngine<Review, SentimentPrediction>(pipeline);
            (_engine, _predict) = (engine, engine.Predict);
        }
        else
        {
            string names = string.Join(", ", parts.Select(part => part.GetType().Name));
            throw new InvalidDataException(
                $"The model must be a bag of words or word indices followed by a binary network, but it consists of {names}.");
        }
    }

    /// <summary>Whether the model has a bag of words, so that the contributions of words can be computed.</summary>
    public bool HasBag => _contributions is not null;

    /// <summary>The whole pipeline.</summary>
    public ITransformer Pipeline { get; }

    /// <summary>The vocabulary.</summary>
    public TextVocabulary Vocabulary { get; }

    /// <summary>The trained network.</summary>
    public Network Network { get; }

    /// <summary>Loads a saved pipeline.</summary>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is not an ML.NET model, or its pipeline is not one of this sample.</exception>
    public static SentimentModel Load(MLContext ml, string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException(
                Directory.Exists(path) ? $"'{path}' is a folder, but a saved model is needed." : $"There is no model '{Path.GetFullPath(path)}'.", path);
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
    public SentimentPrediction Predict(string text) => _predict(new Review { Text = text });

    /// <summary>Computes how much each word of a text contributes to the logit; see <see cref="WordContributions.Explain"/>.</summary>
    /// <param name="prediction">A prediction of a model with a bag of words; see <see cref="HasBag"/>.</param>
    /// <returns>The contributions of the words and n-grams that are in the vocabulary, in descending order of absolute value.</returns>
    public IReadOnlyList<WordContribution> Explain(SentimentPrediction prediction)
    {
        KeyValuePair<int, float>[] slots = [.. ((BagPrediction)prediction).Features.Items().Where(slot => slot.Value != 0)];
        return _contributions!.Explain(Array.ConvertAll(slots, slot => slot.Key), Array.ConvertAll(slots, slot => slot.Value));
    }

    /// <summary>
    /// Ranks the words of the vocabulary by their contribution to an empty text; see <see cref="WordContributions.Rank"/>. Words that occur in
    /// fewer than 3 training texts, or in fewer than 1 of 200, are left out. The model must have a bag of words.
    /// </summary>
    /// <returns>The words in descending order of contribution, from the most positive to the most negative.</returns>
    public IReadOnlyList<WordContribution> RankWords()
    {
        long minTexts = Math.Max(MinTextCount, Vocabulary.TextCount / MinTextDivisor);
        float[] values = new float[Vocabulary.Count];
        for (int i = 0; i < values.Length; i++)
        {
            if (Vocabulary[i].TextCount >= minTexts)
            {
                values[i] = ((BagPrediction)Predict(Vocabulary[i].Word)).Features.GetItemOrDefault(i);
            }
        }

        return _contributions!.Rank(values);
    }

    public void Dispose()
    {
        _engine.Dispose();
        _contributions?.Dispose();
    }
}
