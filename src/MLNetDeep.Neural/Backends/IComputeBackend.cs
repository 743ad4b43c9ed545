namespace MLNetDeep.Neural;

/// <summary>Runs training and inference of networks on one kind of device.</summary>
/// <remarks>
/// Each call covers a whole step or batch, not a single operation, so that a backend is free to fuse operations.
/// </remarks>
public interface IComputeBackend
{
    /// <summary>A short name for messages, such as <c>cpu</c>.</summary>
    string Name { get; }

    /// <summary>Whether sessions hold memory or threads that only <see cref="IDisposable.Dispose"/> releases.</summary>
    /// <remarks>
    /// Default true. If true, <see cref="Network.TrainOnBatch"/> throws an exception that points to <see cref="Network.CreateTrainer"/>.
    /// </remarks>
    bool SessionsNeedDisposal => true;

    /// <summary>Whether the backend supports a layer.</summary>
    /// <remarks>
    /// <see cref="Network"/> calls this for each layer before it allocates memory. If the result is false, <see cref="Network"/> throws a
    /// <see cref="NotSupportedException"/> that names the layer and the backends that support it.
    /// </remarks>
    /// <param name="layer">The layer, with its activation and other options.</param>
    bool Supports(LayerSpec layer);

    /// <summary>Creates the initial weights of a <see cref="ModuleLayer"/>, whose code alone knows them.</summary>
    /// <remarks>The default implementation throws: the backend supports no such layer.</remarks>
    /// <param name="layer">A layer that the backend supports.</param>
    /// <param name="seed">The seed for random weights.</param>
    /// <returns>A tensor for each of <see cref="ModuleLayer.Tensors"/>, with its name.</returns>
    IReadOnlyList<NamedTensor> CreateInitialWeights(LayerSpec layer, int seed) =>
        throw new NotSupportedException($"The backend '{Name}' has no initial weights for {layer}.");

    /// <summary>Creates a training session. The caller disposes the session.</summary>
    /// <param name="spec">The architecture.</param>
    /// <param name="weights">
    /// One tensor per entry of <see cref="NetworkSpec.Parameters"/>, in that order. The backend copies the values and never writes to them.
    /// </param>
    /// <param name="options">
    /// The training options. The session uses the loss (<see cref="FitOptions.LossFor"/>), class weights, optimizer, expected batch size,
    /// seed (for dropout), threads and gradient exchange. The caller decides the order and the number of batches.
    /// </param>
    /// <exception cref="NotSupportedException">
    /// The backend does not support a layer, the loss or the optimizer; the message names the unsupported one.
    /// </exception>
    /// <exception cref="DeviceMemoryException">The device has too little memory. Calls of the session may throw it too.</exception>
    ITrainingSession CreateSession(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options);

    /// <summary>Creates a scorer, which computes outputs with fixed weights. The caller disposes the scorer.</summary>
    /// <param name="spec">The architecture.</param>
    /// <param name="weights">
    /// One tensor per entry of <see cref="NetworkSpec.Parameters"/>, in that order. The backend copies the values and never writes to them.
    /// </param>
    /// <param name="options">The batch size, the number of threads, and whether outputs are logits.</param>
    /// <exception cref="NotSupportedException">The backend does not support a layer; the message names it.</exception>
    /// <exception cref="DeviceMemoryException">The device has too little memory. Calls of the scorer may throw it too.</exception>
    IScorer CreateScorer(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, ScorerOptions options);
}
