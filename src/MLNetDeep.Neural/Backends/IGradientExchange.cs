namespace MLNetDeep.Neural;

/// <summary>
/// Joins the gradients of several processes that train one network on different rows: the step between computing gradients and applying
/// them. Every process must call in the same order.
/// </summary>
/// <remarks>
/// In each step a session calls <see cref="Begin"/>, then <see cref="OnGradientReady"/> once for each trained parameter, from the last layer
/// to the first, as soon as its gradient is computed, and then <see cref="Finish"/>. The exchange may work between these calls, while other
/// gradients are still computed. Penalties, clipping and the optimizer's update come after <see cref="Finish"/> and are each process's own,
/// the same in all. With no exchange (<see cref="FitOptions.GradientExchange"/> is null) gradients are applied as they are computed.
/// </remarks>
/// <example>
/// For equal numbers of rows the exchange writes the mean over the processes in place of each gradient; in general
/// Σ rowsₚ·gₚ / Σ rowsₚ over the processes p, which is the gradient of the mean loss over all their rows.
/// </example>
public interface IGradientExchange
{
    /// <summary>Begins a step.</summary>
    /// <param name="rows">The number of rows of this process's batch, over which its gradients are means.</param>
    /// <param name="isFinite">Whether this process's loss is finite.</param>
    void Begin(int rows, bool isFinite);

    /// <summary>Says that the gradient of a parameter is computed.</summary>
    /// <param name="parameter">The parameter's index in <see cref="NetworkSpec.Parameters"/>.</param>
    /// <param name="gradient">
    /// The gradient, in the backend's own layout, the same in all processes; the exchange overwrites it. It stays at its address until
    /// <see cref="Finish"/> returns.
    /// </param>
    void OnGradientReady(int parameter, Memory<float> gradient);

    /// <summary>Returns when all gradients of the step have been joined.</summary>
    /// <returns>
    /// Whether the loss was finite in every process. If not, none takes the step. The answer is the same in all processes.
    /// </returns>
    bool Finish();
}
