namespace MLNetDeep.Neural;

/// <summary>Averages the gradients of several processes that train one network on different rows, before they are applied.</summary>
/// <remarks>
/// Every process must make the same calls in the same order. In each step a session calls <see cref="Begin"/>, then <see
/// cref="OnGradientReady"/> once for each trained parameter, from the last layer to the first, as soon as its gradient is computed, and
/// then <see cref="Finish"/>. The exchange may work between these calls, while other gradients are still computed. After <see
/// cref="Finish"/>, each process adds penalties, clips and updates its weights by itself, with the same result in all. Without an exchange
/// (<see cref="FitOptions.GradientExchange"/> is null), gradients are applied as they are computed.
/// </remarks>
/// <example>
/// The exchange replaces each gradient by Σ rowsₚ·gₚ / Σ rowsₚ over the processes p, which is the gradient of the mean loss over all their
/// rows. For equal numbers of rows, this is the mean over the processes.
/// </example>
public interface IGradientExchange
{
    /// <summary>Begins a step.</summary>
    /// <param name="rows">The number of rows in this process's batch; its gradients are means over these rows.</param>
    /// <param name="isFinite">Whether this process's loss is finite.</param>
    void Begin(int rows, bool isFinite);

    /// <summary>Called when the gradient of a parameter has been computed.</summary>
    /// <param name="parameter">The parameter's index in <see cref="NetworkSpec.Parameters"/>.</param>
    /// <param name="gradient">
    /// The gradient, which the exchange overwrites. Its layout is the backend's own and equal in all processes. Its address does not change
    /// before <see cref="Finish"/> returns.
    /// </param>
    void OnGradientReady(int parameter, Memory<float> gradient);

    /// <summary>Waits until all gradients of the step have been averaged.</summary>
    /// <returns>
    /// Whether the loss was finite in every process. If not, no process takes the step. The value is the same in all processes.
    /// </returns>
    bool Finish();
}
