using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// Looks for a learning rate: trains a copy of the network on mini-batches while the rate grows exponentially, until the loss explodes. A
/// rate where the loss falls fastest is a good one to begin with.
/// </summary>
/// <remarks>
/// Smith, "Cyclical learning rates for training neural networks" (2015), section 3.3; the smoothing, the end (4 times the best) and the
/// suggestion (the steepest slope) are the usual practice since.
/// </remarks>
/// <example><code>LearningRateRangeResult range = LearningRateRangeTest.Run(network, data, new FitOptions());</code></example>
public static class LearningRateRangeTest
{
    /// <summary>The default smallest rate.</summary>
    public const double DefaultMinimumRate = 1e-7;

    /// <summary>The default largest rate.</summary>
    public const double DefaultMaximumRate = 10;

    /// <summary>The default number of steps.</summary>
    public const int DefaultSteps = 100;

    private const double ExplodedFactor = 4;

    /// <summary>Runs the test. The network stays as it is.</summary>
    /// <param name="network">The network, with the weights to begin from.</param>
    /// <param name="data">What to train on, again and again if the steps need it.</param>
    /// <param name="options">Optimizer (its own learning rate is not used), loss, batch size, seed and so on; epochs are not used.</param>
    /// <param name="minimumRate">The rate of the first step. Default 1e-7; accepted: above 0, finite.</param>
    /// <param name="maximumRate">The rate of the last step. Default 10; accepted: above <paramref name="minimumRate"/>, finite.</param>
    /// <param name="steps">The steps at most. Default 100; accepted: 2 or more.</param>
    /// <param name="cancellation">Looked at before each batch.</param>
    /// <exception cref="ArgumentException">A value is not accepted, or the data do not fit the network.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static LearningRateRangeResult Run(
        Network network,
        TrainingData data,
        FitOptions options,
        double minimumRate = DefaultMinimumRate,
        double maximumRate = DefaultMaximumRate,
        int steps = DefaultSteps,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        Guard.Accept(minimumRate > 0 && double.IsFinite(minimumRate), minimumRate, nameof(minimumRate), "above 0, finite");
        Guard.Accept(maximumRate > minimumRate && double.IsFinite(maximumRate), maximumRate, nameof(maximumRate), "above the minimum, finite");
        Guard.Accept(steps >= 2, steps, nameof(steps), "2 or more");
        Observer observer = new();
        Network copy = new(network.Spec, network.CurrentWeights);
        try
        {
            copy.Fit(
                data,
                options with
                {
                    Optimizer = options.Optimizer with { LearningRate = new ExponentialDecay(minimumRate, steps - 1, maximumRate / minimumRate) },
                    Iterations = steps,
                    ValidationData = null,
                    ValidationSplit = 0,
                    EarlyStopping = null,
                    ResumeFrom = null,
                    Callbacks = [observer],
                },
                cancellation: cancellation);
        }
        catch (TrainingDivergedException)
        {
            observer.HasDiverged = true;
        }

        return new LearningRateRangeResult([.. observer.Rates], [.. observer.Losses], [.. observer.Smoothed], observer.HasDiverged);
    }

    private sealed class Observer : TrainingCallback
    {
        // The share of a running mean that is kept; it is corrected for its beginning at 0, as Adam's are.
        private const double Kept = 0.9;

        private double _mean;
        private double _best = double.PositiveInfinity;

        public List<double> Rates { get; } = [];

        public List<double> Losses { get; } = [];

        public List<double> Smoothed { get; } = [];

        public bool HasDiverged { get; set; }

        public override void OnBatchEnd(TrainingContext context, TrainingProgress progress)
        {
            double loss = progress.BatchResult.Loss;
            _mean = (Kept * _mean) + ((1 - Kept) * loss);
            double smoothed = _mean / (1 - Math.Pow(Kept, Losses.Count + 1));
            Rates.Add(progress.LearningRate);
            Losses.Add(loss);
            Smoothed.Add(smoothed);
            _best = Math.Min(_best, smoothed);
            if (smoothed > ExplodedFactor * _best)
            {
                HasDiverged = true;
                context.Stop();
            }
        }
    }
}
