using MLNetDeep.Neural;

namespace MLNetDeep.Samples;

/// <summary>Shows the progress of a training run. Dispose it when the training has ended.</summary>
internal abstract class TrainingDisplay : IProgress<TrainingProgress>, IDisposable
{
    public static TrainingDisplay Create(TextWriter output, bool isTerminal) =>
        isTerminal ? new ProgressBarDisplay() : new LineDisplay(output);

    public abstract void Report(TrainingProgress value);

    public virtual void Dispose()
    {
    }
}
