using System.Collections.Immutable;
using MLNetDeep.Neural.Training;

namespace MLNetDeep.Neural;

/// <content>Training on standardized numbers.</content>
public sealed partial class Network
{
    /// <summary>Whether the weights are those of the initializers: the network has not been trained, and its weights have not been set.</summary>
    internal bool HasInitialWeights { get; set; }

    // Whether the caller wants the training to end before the first batch. Throws if the caller cancelled it.
    private static bool MustStop(FitOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        (progress as ICancelsTraining)?.ThrowIfCancelled();

        // The ranks of an exchange go on alike: they stop before the first batch.
        return options.GradientExchange is null && options.StopToken.IsCancellationRequested;
    }

    /// <summary>Returns options with a backend that standardizes, if the options ask for it. Reads the rows only in that case.</summary>
    /// <param name="options">The options.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="mustStop">Called between blocks of rows.</param>
    /// <param name="exchange">Connects the ranks that have other rows; null if this process has all rows.</param>
    private FitOptions WithStandardization(
        FitOptions options, IEnumerable<TrainingData> rows, Func<bool> mustStop, IGradientExchange? exchange)
    {
        if (!Standardization.IsNeeded(Spec, options))
        {
            return options;
        }

        if (options.ResumeFrom is { } checkpoint)
        {
            return Standardization.Restore(Spec, options, checkpoint.Optimizer) is { } earlier
                ? options with { Backend = new StandardizingBackend(options.Backend, earlier, initialWeights: null) }
                : options;
        }

        if (Standardization.Create(Spec, options, rows, isTrained: !HasInitialWeights, mustStop, exchange) is not { } standardization)
        {
            return options;
        }

        // Initial weights are for standardized numbers. The network has them for numbers as they are until the first step.
        ImmutableArray<NamedTensor>? initialWeights = HasInitialWeights ? CurrentWeights : null;
        if (initialWeights is { } weights)
        {
            Replace(standardization.Fold(weights), steps: 0);
        }

        return options with { Backend = new StandardizingBackend(options.Backend, standardization, initialWeights) };
    }
}
