using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>The pipeline: a bag of words followed by a multilayer perceptron for binary classification.</summary>
/// <param name="Words">The options of the bag of words.</param>
/// <param name="Network">The options of the network and its training.</param>
internal sealed record SentimentPipeline(BagOfWordsOptions Words, MultilayerPerceptronOptions Network)
{
    // The number of rows that are shuffled together; larger data sets are rarely sorted over longer stretches.
    private const int ShufflePool = 10_000;

    /// <summary>The same pipeline, reporting its training progress.</summary>
    public SentimentPipeline With(TrainingDisplay progress) => this with { Network = Network with { Progress = progress } };

    /// <summary>Creates the ML.NET estimator.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="onTrained">Called with each network after it has been trained.</param>
    public IEstimator<ITransformer> Create(MLContext ml, Action<NetworkTransformer>? onTrained = null)
    {
        NetworkTrainer trainer = ml.BinaryClassification.Trainers.MultilayerPerceptron(Network);
        return ml.Transforms.Text.BagOfWords(nameof(SentimentPrediction.Features), nameof(Review.Text), Words)
            .Append(trainer.WithOnFitDelegate(transformer => onTrained?.Invoke(transformer)));
    }

    /// <summary>Trains the pipeline.</summary>
    /// <exception cref="InvalidDataException">
    /// The rows cannot be used for training: there are none, or no word passes the vocabulary's limits.
    /// </exception>
    public (ITransformer Model, TrainingHistory History) Train(MLContext ml, IDataView rows)
    {
        // The last rows are the validation rows; unshuffled, they may differ in kind from the first.
        if (Network.ValidationSplit > 0)
        {
            rows = ml.Data.ShuffleRows(rows, Network.Seed, ShufflePool);
        }

        NetworkTransformer? trained = null;
        ITransformer model = Run(() => Create(ml, transformer => trained = transformer).Fit(rows));
        return (model, trained!.History!);
    }

    /// <summary>Runs an action on rows and reports unsuitable rows with the exception that the loaders use.</summary>
    /// <exception cref="InvalidDataException">The rows are unsuitable.</exception>
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
