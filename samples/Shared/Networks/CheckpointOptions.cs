using System.Globalization;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;

namespace MLNetDeep.Samples;

/// <summary>Where the state of a training is saved.</summary>
/// <param name="File">The file, which is written after each epoch and when Ctrl-C ends the training.</param>
/// <param name="IsResumed">Whether the training goes on from the state in the file, if there is one.</param>
internal sealed record CheckpointOptions(string File, bool IsResumed)
{
    /// <summary>
    /// Returns trainer options with which the state is saved and, if that is wanted and there is a file, gone on from. Ctrl-C then ends the
    /// training without an exception; call <see cref="RunContext.ThrowIfCancelled"/> after it.
    /// </summary>
    /// <param name="trainer">The options of the trainer, which <see cref="RunContext.Join"/> has returned.</param>
    /// <param name="run">The run. Of several processes, only the first one reads and writes the file.</param>
    /// <exception cref="InvalidDataException">The file is not a checkpoint, or is damaged.</exception>
    public TOptions AddTo<TOptions>(TOptions trainer, RunContext run)
        where TOptions : NeuralTrainerOptions
    {
        TrainingCheckpoint? checkpoint = IsResumed ? Load(run) : null;
        return (TOptions)(trainer with
        {
            Callbacks = [.. trainer.Callbacks, new CheckpointSaver(File)],
            ResumeFrom = checkpoint,
            StopToken = run.Cancellation,
            Cancellation = CancellationToken.None,
        });
    }

    private TrainingCheckpoint? Load(RunContext run)
    {
        byte[] exists = [System.IO.File.Exists(File) ? (byte)1 : (byte)0];
        run.Ranks?.Broadcast(exists);
        if (exists[0] == 0)
        {
            run.Output.WriteLine($"There is no checkpoint {File} yet: the training begins anew.");
            return null;
        }

        TrainingCheckpoint checkpoint = run.Ranks is null ? TrainingCheckpoint.Load(File) : TrainingCheckpoint.Load(File, run.Ranks);
        run.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"The training goes on after {checkpoint.Steps:N0} steps from the checkpoint {File}."));
        return checkpoint;
    }
}
