namespace MLNetDeep.Neural;

/// <summary>Averages gradients between processes that train the same network on different rows.</summary>
/// <remarks>
/// Every process must make the same calls in the same order. In each step a session calls <see cref="Begin"/>, then
/// <see cref="OnGradientReady"/> once per trained parameter, then <see cref="Finish"/>. Parameters come from the last layer to the first,
/// each as soon as its gradient has been computed. Between these calls, the exchange may send gradients while the session computes the
/// remaining ones. After <see cref="Finish"/>, each process adds the penalties, clips the gradients and updates its weights, with the same
/// result in every process. Without an exchange (<see cref="FitOptions.GradientExchange"/> is null), the session may apply each gradient
/// as soon as it has been computed.
/// </remarks>
/// <example>
/// With the gradient gₚ and the number of rows rowsₚ of each process p, the exchange replaces the gradient by Σ rowsₚ·gₚ / Σ rowsₚ. This is
/// the gradient of the mean loss over the rows of all processes. If all processes have the same number of rows, it is the mean of the gₚ.
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
    /// The gradient, which the exchange overwrites with the average. The backend chooses the order of its elements, which is the same in
    /// all processes. The memory stays valid until <see cref="Finish"/> returns.
    /// </param>
    void OnGradientReady(int parameter, Memory<float> gradient);

    /// <summary>Waits until all gradients of the step have been averaged.</summary>
    /// <returns>
    /// True if the loss was finite in every process. If false, no process takes the step, and <see cref="ITrainingSession.Step"/> returns a
    /// loss that is not finite in each process, so that all trainings end. Every process gets the same result.
    /// </returns>
    bool Finish();
}
