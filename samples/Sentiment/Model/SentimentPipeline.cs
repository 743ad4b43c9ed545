using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>The ML.NET pipeline of the sample: a bag of words followed by a multilayer perceptron for binary classification.</summary>
/// <param name="Words">Options for the bag of words.</param>
/// <param name="Network">Options for the network and its training.</param>
internal sealed record SentimentPipeline(BagOfWordsOptions Words, MultilayerPerceptronOptions Network)
{
    // ML.NET shuffles within a buffer of this many rows. This suffices: runs of similar rows in data files are rarely longer.
    private const int ShufflePoolSize = 10_000;

    /// <summary>Returns the same pipeline, which also reports its training progress to the display.</summary>
    public SentimentPipeline WithProgress(TrainingDisplay progress) => this with { Network = Network with { Progress = progress } };

    /// <summary>Creates the untrained ML.NET pipeline.</summary>
    /// <param name="ml">The ML.NET context.</param>
    /// <param name="onTrained">Called after each training with the trained network.</param>
    public IEstimator<ITransformer> CreateEstimator(MLContext ml, Action<NetworkTransformer>? onTrained = null)
    {
        NetworkTrainer trainer = ml.BinaryClassification.Trainers.MultilayerPerceptron(Network);
        return ml.Transforms.Text.BagOfWords(nameof(SentimentPrediction.Features), nameof(Review.Text), Words)
            .Append(trainer.WithOnFitDelegate(transformer => onTrained?.Invoke(transformer)));
    }

    /// <summary>Trains the pipeline.</summary>
    /// <exception cref="InvalidDataException">
    /// The rows cannot be used for training: there are none, or no word occurs often enough for the vocabulary.
    /// </exception>
    public (ITransformer Model, TrainingHistory History) Train(MLContext ml, IDataView rows)
    {
        // The trainer takes the last rows for validation. In a sorted file these differ from the first rows, so all rows are shuffled.
        if (Network.ValidationSplit > 0)
        {
            rows = ml.Data.ShuffleRows(rows, Network.Seed, ShufflePoolSize);
        }

        NetworkTransformer? trained = null;
        ITransformer model = WrapDataErrors(() => CreateEstimator(ml, transformer => trained = transformer).Fit(rows));
        return (model, trained!.History!);
    }

    /// <summary>Calls a function that processes rows. Converts the exceptions that ML.NET throws for unsuitable rows to
    /// <see cref="InvalidDataException"/>, which the loaders throw as well.</summary>
    /// <exception cref="InvalidDataException">The rows cannot be processed.</exception>
    public static T WrapDataErrors<T>(Func<T> process)
    {
        try
        {
            return process();
        }
        catch (Exception e) when (e is (InvalidOperationException or ArgumentException) and { InnerException: null })
        {
            throw new InvalidDataException(ErrorMessage.From(e), e);
        }
    }
}
