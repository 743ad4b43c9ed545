using System.Text.Json;
using MLNetDeep.Neural.Serialization;
using MLNetDeep.Neural.Training;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Saves a <see cref="TrainingCheckpoint"/> to a file after each epoch, and optionally after every n batches.</summary>
/// <remarks>
/// The file is written under a temporary name and then renamed, so a reader always finds a complete file. At the end of an epoch, a
/// CheckpointSaver is called after all other callbacks, so that the checkpoint has their states. With
/// <see cref="FitOptions.GradientExchange"/>, rank 0 alone writes the file.
/// </remarks>
/// <example>
/// <code>
/// FitOptions options = new() { Epochs = 20, Callbacks = [new CheckpointSaver("digits.checkpoint")] };
/// if (File.Exists("digits.checkpoint"))
/// {
///     options = options with { ResumeFrom = TrainingCheckpoint.Load("digits.checkpoint") };
/// }
///
/// network.Fit(data, options);
/// </code>
/// </example>
public sealed class CheckpointSaver : TrainingCallback
{
    /// <summary>Creates the callback.</summary>
    /// <param name="path">The path of the file. Each checkpoint replaces the file.</param>
    /// <param name="everyBatches">
    /// The number of batches between two checkpoints within an epoch. Default null: after each epoch only. Accepted: 1 or more.
    /// </param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="everyBatches"/> is below 1.</exception>
    public CheckpointSaver(string path, int? everyBatches = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = path;
        EveryBatches = everyBatches is { } count ? Guard.Accept(count >= 1, count, nameof(EveryBatches), "1 or more, or null") : null;
    }

    private double _lowestCost = BestValue.NoCost;

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>
    /// The metric of which the best epoch is saved: the file is written only after an epoch in which this metric is better than in all
    /// epochs before. Default null: the file is written after each epoch.
    /// </summary>
    /// <remarks>
    /// Same as <c>save_best_only</c> of Keras's <c>ModelCheckpoint</c>. A partial epoch at the end of a training is not compared. Validation metrics need validation data. Not together with
    /// <see cref="EveryBatches"/>. <see cref="TrainingCheckpoint.CreateNetwork"/> makes the best network of the file. A resumed training knows the best
    /// value so far if it has the same file name, metric and number of validation rows; otherwise it begins anew.
    /// </remarks>
    /// <exception cref="ArgumentException"><see cref="EveryBatches"/> is set.</exception>
    public TrainingMetric? BestOf
    {
        get;
        init => field = value is null || EveryBatches is null
            ? value is { } metric ? Guard.Defined(metric) : null
            : throw new ArgumentException($"BestOf is {value}, but checkpoints within epochs have no metric; accepted: null with EveryBatches.");
    }

    /// <summary>The number of batches between two checkpoints within an epoch; null to save after each epoch only.</summary>
    public int? EveryBatches { get; }

    /// <inheritdoc/>
    protected internal override string StateName => $"{nameof(CheckpointSaver)} {System.IO.Path.GetFileName(Path)}";

    internal override TrainingMetric? MonitoredMetric => BestOf;

    /// <inheritdoc/>
    protected internal override bool ReadsNetworkAfter(long batch) => batch % EveryBatches == 0;

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingContext context) => _lowestCost = BestValue.NoCost;

    /// <inheritdoc/>
    public override void OnBatchEnd(TrainingContext context, TrainingProgress progress)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (EveryBatches is { } count && progress.Batch % count == 0 && !progress.IsEpochEnd)
        {
            Save(context);
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context, EpochResult result)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(result);
        if (BestOf is { } metric)
        {
            // A resumed training reports a partial epoch again, as a whole.
            double cost = result.IsPartial ? double.NaN : metric.Cost(result);
            if (!BestValue.IsBetter(cost, _lowestCost, minDelta: 0))
            {
                return;
            }

            _lowestCost = cost;
        }

        Save(context);
    }

    /// <inheritdoc/>
    protected internal override string? SaveState() => BestOf is { } metric
        ? JsonSerializer.Serialize(new BestCheckpointState(metric, _lowestCost), CallbackJsonContext.Default.BestCheckpointState)
        : null;

    /// <inheritdoc/>
    protected internal override void RestoreState(string state)
    {
        BestCheckpointState? saved = JsonSerializer.Deserialize(state, CallbackJsonContext.Default.BestCheckpointState);
        if (saved?.Monitor == BestOf)
        {
            _lowestCost = saved!.Best;
        }
    }

    // With local steps, creating a checkpoint averages the weights of all ranks.
    private void Save(TrainingContext context)
    {
        TrainingCheckpoint checkpoint = context.CreateCheckpoint();
        if (context.IsMainProcess)
        {
            checkpoint.Save(Path);
        }
    }
}
