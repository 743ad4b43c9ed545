using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>An ML.NET pipeline of the sample: a transform of texts followed by a network for binary classification.</summary>
internal abstract record SentimentPipeline
{
    // ML.NET shuffles within a buffer of this many rows. This suffices: runs of similar rows in data files are rarely longer.
    private const int ShufflePoolSize = 10_000;

    /// <summary>Options for the network and its training.</summary>
    public abstract NeuralTrainerOptions Training { get; }

    /// <summary>Returns the same pipeline with other options for the training.</summary>
    /// <param name="training">Options of the type of <see cref="Training"/>.</param>
    public abstract SentimentPipeline WithTraining(NeuralTrainerOptions training);

    /// <summary>Returns the same pipeline, which also reports its training progress to the display.</summary>
    public SentimentPipeline WithProgress(ProgressDisplay progress) => WithTraining(Training with { Progress = progress });

    /// <summary>Returns the same pipeline, which stops when the token is cancelled.</summary>
    public abstract SentimentPipeline WithCancellation(CancellationToken cancellation);

    /// <summary>Creates the untrained ML.NET pipeline.</summary>
    /// <param name="ml">The ML.NET context.</param>
    /// <param name="onTrained">Called after each training with the trained network.</param>
    public abstract IEstimator<ITransformer> CreateEstimator(MLContext ml, Action<NetworkTransformer>? onTrained = null);

    /// <summary>Trains the pipeline.</summary>
    /// <exception cref="InvalidDataException">
    /// The rows cannot be used for training: there are none, or no word occurs often enough for the vocabulary.
    /// </exception>
    public (ITransformer Model, TrainingHistory History) Train(MLContext ml, IDataView rows)
    {
        // The trainer takes the last rows for validation. In a sorted file these differ from the first rows, so all rows are shuffled.
        if (Training.ValidationSplit > 0)
        {
            rows = ml.Data.ShuffleRows(rows, Training.Seed, ShufflePoolSize);
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
