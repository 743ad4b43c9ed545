namespace MLNetDeep.Neural;

/// <summary>Connects processes that train the same network on different rows: it averages gradients and adds up results.</summary>
/// <remarks>
/// <para>The processes are called ranks and numbered from 0. All of them must make the same calls in the same order; each call waits for the
/// others, unless its documentation says that it does not. Every rank gets the same results, bit for bit.</para>
/// <para>In each step a session calls <see cref="Begin"/>, then <see cref="OnGradientReady"/> once per trained parameter, then
/// <see cref="Finish"/>. Parameters come from the last layer to the first, each as soon as its gradient has been computed. Between these
/// calls, the exchange may send gradients while the session computes the remaining ones. After <see cref="Finish"/>, each rank adds the
/// penalties, clips the gradients and updates its weights, with the same result in every rank. Without an exchange
/// (<see cref="FitOptions.GradientExchange"/> is null), the session may apply each gradient as soon as it has been computed.</para>
/// </remarks>
/// <example>
/// With the gradient gₚ and the number of rows rowsₚ of each rank p, the exchange replaces the gradient by Σ rowsₚ·gₚ / Σ rowsₚ. This is
/// the gradient of the mean loss over the rows of all ranks. If all ranks have the same number of rows, it is the mean of the gₚ.
/// </example>
public interface IGradientExchange
{
    /// <summary>The number of this process, from 0 to <see cref="Size"/> - 1. Rank 0 logs, saves and reports.</summary>
    int Rank { get; }

    /// <summary>The number of processes, 1 or more.</summary>
    int Size { get; }

    /// <summary>
    /// The number of threads that a session of this rank uses if <see cref="FitOptions.Threads"/> is null: this rank's share of the cores of
    /// its machine, at least 1.
    /// </summary>
    int DefaultThreads { get; }

    /// <summary>
    /// Whether the last finished step carried a request to stop: whether a rank had called <see cref="RequestStop"/> before that step began.
    /// The same in every rank.
    /// </summary>
    /// <remarks>A request is sent with one step only, so that it does not stop a later training with this exchange.</remarks>
    bool IsStopping { get; }

    /// <summary>Begins a step. Does not wait.</summary>
    /// <param name="result">
    /// The result of this rank's part of the batch. Its gradients are means over these rows. There may be none: the gradients then do not
    /// count, whatever they are.
    /// </param>
    void Begin(EvaluationResult result);

    /// <summary>Called when the gradient of a parameter has been computed. Does not wait.</summary>
    /// <param name="parameter">The parameter's index in <see cref="NetworkSpec.Parameters"/>.</param>
    /// <param name="gradient">
    /// The gradient, which the exchange overwrites with the average. The backend chooses the order of its elements, which is the same in
    /// all ranks. The memory stays valid until <see cref="Finish"/> returns.
    /// </param>
    void OnGradientReady(int parameter, Memory<float> gradient);

    /// <summary>Waits until all gradients of the step have been averaged.</summary>
    /// <returns>
    /// The sum of the results of all ranks. If its loss is not finite, because that of a rank was not, no rank takes the step.
    /// </returns>
    EvaluationResult Finish();

    /// <summary>Replaces each number by its sum over the ranks.</summary>
    /// <param name="values">The numbers; as many in every rank.</param>
    void Sum(Span<double> values);

    /// <summary>Replaces the bytes by those of rank 0.</summary>
    /// <param name="bytes">The bytes; as many in every rank.</param>
    void Broadcast(Span<byte> bytes);

    /// <summary>Returns the bytes of every rank, in the order of the ranks.</summary>
    /// <param name="bytes">The bytes of this rank; each rank may have another number of them.</param>
    byte[][] Gather(ReadOnlySpan<byte> bytes);

    /// <summary>Asks for the end of the training after the next step. Does not wait; may be called by any thread.</summary>
    void RequestStop();
}
