using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Saves a <see cref="TrainingCheckpoint"/> to a file after each epoch, and optionally after every n batches.</summary>
/// <remarks>The file is written under a temporary name and then renamed, so a reader always finds a complete file.</remarks>
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

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>The number of batches between two checkpoints within an epoch; null to save after each epoch only.</summary>
    public int? EveryBatches { get; }

    /// <inheritdoc/>
    public override void OnBatchEnd(TrainingContext context, TrainingProgress progress)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (EveryBatches is { } count && progress.Batch % count == 0 && !progress.IsEpochEnd)
        {
            context.CreateCheckpoint().Save(Path);
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context, EpochResult result)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.CreateCheckpoint().Save(Path);
    }
}
