using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// Saves a <see cref="TrainingCheckpoint"/> to a file after each epoch, or every so many batches. The file is written under another name
/// and then moved into place, so that there is always a whole one.
/// </summary>
/// <example>
/// <code>
/// FitOptions options = new() { Epochs = 20, Callbacks = [new CheckpointSaver("digits.checkpoint")] };
/// network.Fit(data, File.Exists("digits.checkpoint") ? options with { ResumeFrom = TrainingCheckpoint.Load("digits.checkpoint") } : options);
/// </code>
/// </example>
public sealed class CheckpointSaver : TrainingCallback
{
    /// <summary>Makes the callback.</summary>
    /// <param name="path">The file, which is replaced each time.</param>
    /// <param name="everyBatches">After how many batches of an epoch each. Default null: after each epoch only. Accepted: 1 or more.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="everyBatches"/> is below 1.</exception>
    public CheckpointSaver(string path, int? everyBatches = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = path;
        EveryBatches = everyBatches is { } count ? Guard.Accept(count >= 1, count, nameof(EveryBatches), "1 or more, or null") : null;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>After how many batches of an epoch each; null: after each epoch only.</summary>
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
