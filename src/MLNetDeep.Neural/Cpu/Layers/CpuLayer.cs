using System.Collections.Immutable;

namespace MLNetDeep.Neural.Cpu;

/// <summary>A layer at work on batches. Its input is the output of the layer before it, known when it is made.</summary>
/// <param name="outputShape">The shape of one output row.</param>
internal abstract class CpuLayer(ImmutableArray<int> outputShape)
{
    /// <summary>What the layer gave for the last batch.</summary>
    public Activations Output { get; } = new(outputShape);

    /// <summary>
    /// The gradient of the loss with respect to <see cref="Output"/>. Has rows in training only; <see cref="Backward"/> overwrites it.
    /// </summary>
    public Activations OutputGradient { get; } = new(outputShape);

    /// <summary>
    /// Whether two threads may each run their own copy of the layer on the whole batch and keep the same values. False where a step changes
    /// more than what the optimizer updates.
    /// </summary>
    public virtual bool CanReplicate => true;

    /// <summary>About how many operations one pass over a batch takes.</summary>
    /// <param name="rows">The rows of the batch.</param>
    public virtual long WorkFor(int rows) => (long)rows * Output.Stride;

    /// <summary>Makes room for batches of a number of rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="training">Whether gradients need room too.</param>
    public virtual void EnsureRows(int rows, bool training)
    {
        Output.EnsureRows(rows);
        if (training)
        {
            OutputGradient.EnsureRows(rows);
        }
    }

    /// <summary>Computes <see cref="Output"/> for the rows now in the input.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="step">The steps taken before, in training; null in inference.</param>
    public abstract void Forward(int rows, long? step);

    /// <summary>From <see cref="OutputGradient"/>, computes the gradient of the input where it is wanted, then updates the parameters.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="inputGradient">Where the gradient of the input goes; null where nobody needs it.</param>
    /// <param name="update">What is done with the gradients of the parameters.</param>
    public abstract void Backward(int rows, Activations? inputGradient, CpuUpdate update);

    /// <summary>Takes over what the last batch changes besides trained parameters, once its step is certain to be taken.</summary>
    public virtual void Commit()
    {
    }
}
