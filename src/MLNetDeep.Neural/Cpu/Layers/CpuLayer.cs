using System.Collections.Immutable;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Computes one layer over batches. The input, which is fixed at construction, is the output of the previous layer.</summary>
/// <param name="output">See <see cref="Output"/>.</param>
/// <param name="outputGradient">See <see cref="OutputGradient"/>.</param>
internal abstract class CpuLayer(Activations output, Activations outputGradient)
{
    /// <summary>Creates a layer with an output of its own.</summary>
    /// <param name="outputShape">The shape of one output row.</param>
    protected CpuLayer(ImmutableArray<int> outputShape)
        : this(new Activations(outputShape), new Activations(outputShape))
    {
    }

    /// <summary>The layer's output for the last batch.</summary>
    public Activations Output { get; } = output;

    /// <summary>
    /// The gradient of the loss with respect to <see cref="Output"/>. Allocated in training only; <see cref="Backward"/> overwrites the
    /// gradient.
    /// </summary>
    public Activations OutputGradient { get; } = outputGradient;

    /// <summary>
    /// Whether two threads may each run their own copy of the layer on the whole batch, with the same results. False if a step changes
    /// values other than those that the optimizer updates.
    /// </summary>
    public virtual bool CanReplicate => true;

    /// <summary>The indices in the network of the parameters that <see cref="Commit"/> changes.</summary>
    public virtual IEnumerable<int> Statistics => [];

    /// <summary>The approximate number of operations in one pass over a batch.</summary>
    /// <param name="rows">The number of rows in the batch.</param>
    public virtual long WorkFor(int rows) => (long)rows * Output.Stride;

    /// <summary>Allocates memory for batches of this many rows.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="training">Whether to allocate memory for gradients too.</param>
    public virtual void EnsureRows(int rows, bool training)
    {
        Output.EnsureRows(rows);
        if (training)
        {
            OutputGradient.EnsureRows(rows);
        }
    }

    /// <summary>Computes <see cref="Output"/> from the input rows.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="step">In training, the number of steps taken so far; null in inference.</param>
    public abstract void Forward(int rows, long? step);

    /// <summary>Computes the gradient of the input from <see cref="OutputGradient"/>, if needed, then updates the parameters.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="inputGradient">Receives the gradient of the input; null if it is not needed.</param>
    /// <param name="update">Applies or stores the gradients of the parameters.</param>
    public abstract void Backward(int rows, Activations? inputGradient, CpuUpdate update);

    /// <summary>
    /// Updates values that are not trained, such as running statistics, from the last batch. Called once the step is certain to be taken.
    /// </summary>
    public virtual void Commit()
    {
    }
}
