namespace MLNetDeep.Neural;

/// <summary>
/// What does the arithmetic of training: the one seam between an architecture and the machine. Coarse on purpose, so that a backend is
/// free to fuse operations.
/// </summary>
public interface IComputeBackend
{
    /// <summary>A short name for messages, such as <c>cpu</c>.</summary>
    string Name { get; }

    /// <summary>Begins a training. The session owns its memory and threads and is disposed by the caller.</summary>
    /// <param name="spec">The architecture.</param>
    /// <param name="weights">One tensor per entry of <see cref="NetworkSpec.Parameters"/>, in that order; copied, never written to.</param>
    /// <param name="options">
    /// Loss, class weights, optimizer, the usual batch size, seed (for dropout) and threads; what concerns the order and number of batches
    /// is the caller's.
    /// </param>
    /// <exception cref="NotSupportedException">The backend lacks a layer, activation, loss or optimizer; the message names it.</exception>
    ITrainingSession CreateSession(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options);
}
