using MLNetDeep.Neural;

namespace MLNetDeep.Samples;

/// <summary>Shows the progress of a training run. Dispose the display after the training.</summary>
internal abstract class TrainingDisplay : IProgress<TrainingProgress>, IDisposable
{
    /// <summary>Creates a display.</summary>
    /// <param name="output">Receives the progress if it is not shown on a terminal.</param>
    /// <param name="isTerminal">True for a progress bar on the console, false for one line of text per epoch.</param>
    public static TrainingDisplay Create(TextWriter output, bool isTerminal) =>
        isTerminal ? new ProgressBarDisplay() : new LineDisplay(output);

    public abstract void Report(TrainingProgress value);

    public virtual void Dispose()
    {
    }
}
