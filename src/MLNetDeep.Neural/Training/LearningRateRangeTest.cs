using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// Finds a good learning rate: trains a copy of the network with an exponentially growing rate until the loss diverges.
/// </summary>
/// <remarks>
/// The rate at which the loss falls fastest is a good first choice. Source: Smith, "Cyclical learning rates for training neural networks"
/// (2015), section 3.3. Three details are common practice instead: the loss is smoothed, the test ends when the smoothed loss exceeds 4
/// times its minimum, and the suggested rate is the one with the steepest slope.
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

    private const double DivergenceFactor = 4;

    /// <summary>Runs the test on a copy of the network.</summary>
    /// <param name="network">The network, with the weights to start from.</param>
    /// <param name="data">The training data. They are used in as many passes as the steps need.</param>
    /// <param name="options">
    /// The training options. Ignored: the optimizer's learning rate, epochs, iterations, validation, metrics, early stopping, callbacks, local steps and
    /// the checkpoint to resume from.
    /// </param>
    /// <param name="minimumRate">The rate of the first step. Default 1e-7; accepted: above 0, finite.</param>
    /// <param name="maximumRate">The rate of the last step. Default 10; accepted: above <paramref name="minimumRate"/>, finite.</param>
    /// <param name="steps">The maximum number of steps. Default 100; accepted: 2 or more.</param>
    /// <param name="cancellation">Checked before each batch.</param>
    /// <exception cref="ArgumentException">A value is not accepted, or the data do not fit the network.</exception>
    /// <exception cref="OperationCanceledException">The test was cancelled.</exception>
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
        bool isMaximumValid = maximumRate > minimumRate && double.IsFinite(maximumRate);
        Guard.Accept(isMaximumValid, maximumRate, nameof(maximumRate), "above the minimum, finite");
        Guard.Accept(steps >= 2, steps, nameof(steps), "2 or more");
        ExponentialDecay rateSchedule = new(minimumRate, steps - 1, maximumRate / minimumRate);
        LossRecorder recorder = new();
        Network copy = new(network.Spec, network.CurrentWeights) { HasInitialWeights = network.HasInitialWeights };
        try
        {
            copy.Fit(
                data,
                options with
                {
                    Optimizer = options.Optimizer with { LearningRate = rateSchedule },
                    Iterations = steps,
                    ValidationData = null,
                    ValidationSplit = 0,
                    EarlyStopping = null,
                    LocalSteps = FitOptions.DefaultLocalSteps,
                    Metrics = [],
                    ResumeFrom = null,
                    Callbacks = [recorder],
                },
                cancellation: cancellation);
        }
        catch (TrainingDivergedException)
        {
            recorder.HasDiverged = true;
        }

        return new LearningRateRangeResult([.. recorder.Rates], [.. recorder.Losses], [.. recorder.Smoothed], recorder.HasDiverged);
    }

    private sealed class LossRecorder : TrainingCallback
    {
        // The decay of the running mean. The mean starts at 0; this bias is corrected as in Adam.
        private const double Decay = 0.9;

        private double _mean;
        private double _lowestSmoothed = double.PositiveInfinity;

        public List<double> Rates { get; } = [];

        public List<double> Losses { get; } = [];

        public List<double> Smoothed { get; } = [];

        public bool HasDiverged { get; set; }

        public override void OnBatchEnd(TrainingContext context, TrainingProgress progress)
        {
            // A backend may have begun further steps before the test ended.
            if (HasDiverged)
            {
                return;
            }

            double loss = progress.BatchResult.Loss;
            _mean = (Decay * _mean) + ((1 - Decay) * loss);
            double smoothed = _mean / (1 - Math.Pow(Decay, Losses.Count + 1));
            Rates.Add(progress.LearningRate);
            Losses.Add(loss);
            Smoothed.Add(smoothed);
            _lowestSmoothed = Math.Min(_lowestSmoothed, smoothed);
            if (smoothed > DivergenceFactor * _lowestSmoothed)
            {
                HasDiverged = true;
                context.Stop();
            }
        }
    }
}
