namespace MLNetDeep.Neural;

/// <summary>
/// Does the arithmetic of training and inference: the one seam between an architecture and the machine. The seam is coarse, one call per
/// step or per batch and never one per operation, so that a backend is free to fuse operations.
/// </summary>
public interface IComputeBackend
{
    /// <summary>A short name for messages, such as <c>cpu</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Whether sessions hold memory or threads that must be released by <see cref="IDisposable.Dispose"/>. Where they do,
    /// <see cref="Network.TrainOnBatch"/> refuses the backend and names <see cref="Network.CreateTrainer"/>. Default true.
    /// </summary>
    bool SessionsNeedDisposal => true;

    /// <summary>
    /// Whether the backend has a layer. Asked of each layer before anything is allocated, by <see cref="Network"/>; where the answer is no,
    /// the caller gets a <see cref="NotSupportedException"/> that names the layer and the backends that have it.
    /// </summary>
    /// <param name="layer">The layer, with its activation and other options.</param>
    bool Supports(LayerSpec layer);

    /// <summary>Begins a training. The session owns its memory and threads and is disposed by the caller.</summary>
    /// <param name="spec">The architecture.</param>
    /// <param name="weights">One tensor per entry of <see cref="NetworkSpec.Parameters"/>, in that order; copied, never written to.</param>
    /// <param name="options">
    /// Loss, class weights, optimizer, the usual batch size, seed (for dropout), threads and gradient exchange. The order and the number of
    /// batches are the caller's.
    /// </param>
    /// <exception cref="NotSupportedException">The backend lacks the loss or the optimizer; the message names it.</exception>
    ITrainingSession CreateSession(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options);

    /// <summary>Makes a scorer: a network with fixed weights that computes outputs. The caller disposes it.</summary>
    /// <param name="spec">The architecture.</param>
    /// <param name="weights">One tensor per entry of <see cref="NetworkSpec.Parameters"/>, in that order; copied, never written to.</param>
    /// <param name="options">Batch size, threads, and whether logits are wanted.</param>
    IScorer CreateScorer(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, ScorerOptions options);
}
