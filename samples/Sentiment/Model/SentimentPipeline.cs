using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>The pipeline: a bag of words, then a multilayer perceptron for two classes.</summary>
/// <param name="Words">The bag of words.</param>
/// <param name="Network">The network and its training.</param>
internal sealed record SentimentPipeline(BagOfWordsOptions Words, MultilayerPerceptronOptions Network)
{
    // More rows than this are not in order enough to need more.
    private const int ShufflePool = 10_000;

    /// <summary>The same, with its training shown.</summary>
    public SentimentPipeline With(TrainingDisplay progress) => this with { Network = Network with { Progress = progress } };

    /// <summary>The pipeline as ML.NET takes it.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="onTrained">Told of each network when it is trained.</param>
    public IEstimator<ITransformer> Create(MLContext ml, Action<NetworkTransformer>? onTrained = null)
    {
        NetworkTrainer trainer = ml.BinaryClassification.Trainers.MultilayerPerceptron(Network);
        return ml.Transforms.Text.BagOfWords(nameof(SentimentPrediction.Features), nameof(Review.Text), Words)
            .Append(trainer.WithOnFitDelegate(transformer => onTrained?.Invoke(transformer)));
    }

    /// <summary>Trains it.</summary>
    /// <exception cref="InvalidDataException">The rows cannot be trained with: there are none, or no word passes the limits.</exception>
    public (ITransformer Model, TrainingHistory History) Train(MLContext ml, IDataView rows)
    {
        // The network is validated with the last rows, which may be of another kind than the first.
        if (Network.ValidationSplit > 0)
        {
            rows = ml.Data.ShuffleRows(rows, Network.Seed, ShufflePool);
        }

        NetworkTransformer? trained = null;
        ITransformer model = Run(() => Create(ml, transformer => trained = transformer).Fit(rows));
        return (model, trained!.History!);
    }

    /// <summary>Does something with rows that may be unfit for it, and says what is wrong with them as the loaders of rows do.</summary>
    /// <exception cref="InvalidDataException">The rows are unfit.</exception>
    public static T Run<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is (InvalidOperationException or ArgumentException) and { InnerException: null })
        {
            throw new InvalidDataException(ProblemText.Of(e), e);
        }
    }
}
