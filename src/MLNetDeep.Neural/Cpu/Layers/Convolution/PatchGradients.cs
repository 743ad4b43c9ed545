namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Computes the gradients of a convolution row by row: the row's part of the weights' gradient, and the gradient of its input.
/// </summary>
internal abstract unsafe class PatchGradients
{
    /// <summary>The number of floats of the sums for the weights; a multiple of a cache line.</summary>
    public abstract int SumsLength { get; }

    /// <summary>The number of parts into which <see cref="Update"/> is divided.</summary>
    public abstract int UpdateCount { get; }

    /// <summary>Prepares the gradients of inputs: called before those of the rows of a batch, if they are wanted.</summary>
    public abstract void PrepareInputs();

    /// <summary>Begins a row, whose gradient of the output is computed.</summary>
    /// <param name="row">The row of the batch.</param>
    /// <param name="wantsInput">Whether the gradient of the row's input is wanted.</param>
    /// <returns>What the other methods need to know of the row.</returns>
    public abstract float* Begin(int row, bool wantsInput);

    /// <summary>Adds the row's gradient of the weights.</summary>
    /// <param name="row">The row of the batch.</param>
    /// <param name="state">The result of <see cref="Begin"/>.</param>
    /// <param name="picture">The picture of the row.</param>
    /// <param name="sums">The sums.</param>
    public abstract void AddToWeights(int row, float* state, float* picture, float* sums);

    /// <summary>Adds the row's gradient of the input.</summary>
    /// <param name="state">The result of <see cref="Begin"/>.</param>
    /// <param name="picture">The gradient of the picture.</param>
    public abstract void AddToInput(float* state, float* picture);

    /// <summary>Computes the row's gradient of the input, unless it is added by <see cref="AddToInput"/>.</summary>
    /// <param name="state">The result of <see cref="Begin"/>.</param>
    /// <param name="result">Receives the gradient of the input.</param>
    /// <returns>Whether it was computed.</returns>
    public virtual bool TryComputeInput(float* state, float* result) => false;

    /// <summary>Updates one part of the weights.</summary>
    /// <param name="index">The part.</param>
    /// <param name="sums">The sums, which this changes.</param>
    /// <param name="update">The update.</param>
    public abstract void Update(int index, PartialSums sums, CpuUpdate update);
}
