namespace MLNetDeep.Neural;

/// <summary>Trains a network on a backend. Holds the weights and the optimizer's state, which change with each step.</summary>
/// <remarks>
/// <para>A session is not thread-safe. The caller must check all data against the network and the loss first. Dropout masks depend only on
/// the seed in the options and the number of steps taken. A new session with the weights and the <see cref="OptimizerState"/> of an earlier
/// session therefore continues exactly as the earlier session would.</para>
/// <para>The arrays of a <see cref="TrainingData"/> may have other values at each call: a stream reuses them. Only those that
/// <see cref="PrepareData"/> was called with stay as they are, so only of those may a backend keep a copy.</para>
/// <para>On a device that works on its own, a step's result may be read some steps later, so that no step waits for the device: see
/// <see cref="ResultDelay"/>.</para>
/// </remarks>
public interface ITrainingSession : IDisposable
{
    /// <summary>The number by which the optimizer's learning rate is multiplied. It may change between steps.</summary>
    /// <remarks>
    /// Initially 1. <see cref="GetOptimizerState"/> does not include it. The default implementation accepts 1 only.
    /// </remarks>
    /// <exception cref="NotSupportedException">The backend cannot change the rate.</exception>
    double LearningRateFactor
    {
        get => 1;
        set
        {
            if (value != 1)
            {
                throw new NotSupportedException("The backend cannot change the learning rate during a training.");
            }
        }
    }

    /// <summary>Takes one optimizer step on a mini-batch, with dropout on and normalization by batch statistics.</summary>
    /// <param name="data">The data that contain the batch.</param>
    /// <param name="rows">
    /// The indices of the batch's rows, one or more. With a gradient exchange there may be none: the step then takes part in the exchange
    /// with nothing. Without one, a step on no rows changes nothing but <see cref="OptimizerState.Steps"/>, so that ranks that average their
    /// weights count the same steps. The data have a row or more in any case.
    /// </param>
    /// <returns>
    /// The batch's loss, including penalties and class weights, and its metrics, all before the step. If the loss is not finite, the step
    /// was not taken and the weights have not changed. With a gradient exchange, the result is that of all ranks.
    /// </returns>
    EvaluationResult Step(TrainingData data, ReadOnlySpan<int> rows);

    /// <summary>
    /// The number of steps that may be begun before the result of the first of them is read. Default 0: a step's result is there at once.
    /// </summary>
    /// <remarks>
    /// <para>Constant. If 0, only <see cref="Step"/> is called. If above 0, a training calls <see cref="BeginStep"/> and
    /// <see cref="EndStep"/> instead, in this order: at most ResultDelay + 1 steps are begun and not ended. While steps are begun and not
    /// ended, only BeginStep, EndStep, <see cref="Announce"/>, <see cref="LearningRateFactor"/> and <see cref="IDisposable.Dispose"/> are
    /// called: all steps are ended before weights, gradients, outputs or the optimizer's state are read, before an evaluation, and at the
    /// end of an epoch.</para>
    /// <para><see cref="Step"/> must work too. It is called where the result is needed at once, such as in
    /// <see cref="BatchTrainer.TrainOnBatch"/>, and never while steps are begun and not ended.</para>
    /// </remarks>
    int ResultDelay => 0;

    /// <summary>Begins the step that <see cref="Step"/> would take, without waiting for its result.</summary>
    /// <remarks>
    /// When the method returns, the backend has taken the rows, or copied them: the caller may overwrite the data and the indices. The step
    /// uses the <see cref="LearningRateFactor"/> of this moment. The default implementation throws.
    /// </remarks>
    /// <param name="data">The data that contain the batch.</param>
    /// <param name="rows">The indices of the batch's rows, one or more.</param>
    /// <exception cref="NotSupportedException"><see cref="ResultDelay"/> is 0.</exception>
    void BeginStep(TrainingData data, ReadOnlySpan<int> rows) =>
        throw new NotSupportedException("The results of this backend's steps are there at once: call Step.");

    /// <summary>Waits for the oldest step that was begun and not ended, and returns its result.</summary>
    /// <remarks>The default implementation throws.</remarks>
    /// <returns>
    /// What <see cref="Step"/> would return. If the loss is not finite, neither this step was taken nor any that was begun after it: those
    /// are dropped and must not be ended. The session is back at the weights and the optimizer's state before this step, or before one of
    /// the <see cref="ResultDelay"/> steps in front of it; <see cref="OptimizerState.Steps"/> tells before which one.
    /// </returns>
    /// <exception cref="NotSupportedException"><see cref="ResultDelay"/> is 0.</exception>
    EvaluationResult EndStep() => throw new NotSupportedException("The results of this backend's steps are there at once: call Step.");

    /// <summary>
    /// Tells the backend about data that do not change until the session is disposed, so that it can keep a copy of them on its device.
    /// </summary>
    /// <remarks>
    /// Called before the first step, with the rows of a training that are all in memory and with the validation rows. Later calls pass the
    /// same object. This is only a hint: results do not depend on it. The default implementation does nothing.
    /// </remarks>
    /// <param name="data">The rows.</param>
    void PrepareData(TrainingData data)
    {
    }

    /// <summary>
    /// Announces the batch after the next one, so that the backend can load its rows during the next <see cref="Step"/> or
    /// <see cref="BeginStep"/>.
    /// </summary>
    /// <remarks>
    /// This is only a hint: results do not depend on it, and the step may get different rows. The default implementation does nothing.
    /// </remarks>
    /// <param name="data">The data that contain the announced rows. They must not change until the step on these rows.</param>
    /// <param name="rows">The indices of the announced rows. The backend copies the indices.</param>
    void Announce(TrainingData data, ReadOnlySpan<int> rows)
    {
    }

    /// <summary>Tells which positions in the batch the rows of the next <see cref="Step"/> have.</summary>
    /// <remarks>
    /// With a gradient exchange, a batch is divided among the ranks, and each steps on its part. What is drawn at random for a row, such as
    /// the mask of a dropout layer, follows from its position in the whole batch: the training is the same on any number of ranks. Called
    /// before each step of such a training. Without a call, the positions are 0, 1, 2 and so on.
    /// </remarks>
    /// <param name="positions">The position of each row of the next step, counted from 0. The session copies them.</param>
    /// <exception cref="ArgumentOutOfRangeException">A position is negative.</exception>
    void SetPositions(ReadOnlySpan<int> positions) =>
        throw new NotSupportedException("The backend cannot train on a part of a batch.");

    /// <summary>
    /// Replaces the trained parameters, the statistics of normalization layers and the optimizer's state by their averages over the ranks,
    /// for a training whose ranks take several steps between two exchanges; see <see cref="FitOptions.LocalSteps"/>.
    /// </summary>
    /// <remarks>
    /// Called between steps, by all ranks. The session has been created without <see cref="FitOptions.GradientExchange"/>. It calls
    /// <see cref="IGradientExchange.Begin"/>, then <see cref="IGradientExchange.OnGradientReady"/> with the values of each parameter and each
    /// state, then <see cref="IGradientExchange.Finish"/>. With n entries in <see cref="NetworkSpec.Parameters"/>, the first state of parameter
    /// i has the number n + i, the second 2 n + i. Sums over steps stay as they are: the ranks have taken equally many steps. If the loss of
    /// the summed result is not finite, the session's values are not defined afterwards.
    /// </remarks>
    /// <param name="exchange">The exchange.</param>
    /// <param name="result">The result of this rank's rows since the last call; averages are weighted by the number of rows.</param>
    /// <returns>The sum of the results of all ranks.</returns>
    EvaluationResult AverageWeights(IGradientExchange exchange, EvaluationResult result) =>
        throw new NotSupportedException("The backend cannot average weights.");

    /// <summary>Computes the loss, including penalties, and the metrics on all rows, with the current weights and dropout off.</summary>
    /// <param name="data">The rows to evaluate.</param>
    EvaluationResult Evaluate(TrainingData data);

    /// <summary>Computes the loss and the metrics as <see cref="Evaluate(TrainingData)"/> does, but only on some rows.</summary>
    /// <remarks>Called once at the end of a training. The default implementation evaluates the rows one by one.</remarks>
    /// <param name="data">The data that contain the rows.</param>
    /// <param name="rows">The indices of the rows.</param>
    EvaluationResult Evaluate(TrainingData data, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(data);
        EvaluationResult result = default;
        foreach (int row in rows)
        {
            result += Evaluate(data.Slice(row, 1));
        }

        return result;
    }

    /// <summary>Computes the network's outputs with the current weights and dropout off.</summary>
    /// <param name="features">The inputs.</param>
    /// <param name="destination">Receives <see cref="NetworkSpec.OutputSize"/> values per row, row by row.</param>
    void Predict(FeatureMatrix features, Span<float> destination);

    /// <summary>
    /// Computes the gradient of the mean loss over some rows, including penalties, without clipping. The session does not change.
    /// </summary>
    /// <param name="data">The data that contain the batch.</param>
    /// <param name="rows">The indices of the rows, one or more.</param>
    /// <param name="training">
    /// True for the gradient that the next <see cref="Step"/> would use, with dropout, batch statistics and class weights. False for the
    /// gradient of the loss that <see cref="Evaluate(TrainingData)"/> computes.
    /// </param>
    /// <returns>
    /// One tensor per entry of <see cref="NetworkSpec.Parameters"/>, in that order. Parameters that are not trained have zeros.
    /// </returns>
    IReadOnlyList<NamedTensor> ComputeGradients(TrainingData data, ReadOnlySpan<int> rows, bool training);

    /// <summary>
    /// Returns copies of the current weights, one tensor per entry of <see cref="NetworkSpec.Parameters"/>, in that order.
    /// </summary>
    IReadOnlyList<NamedTensor> GetWeights();

    /// <summary>Whether no weight is NaN or infinite. Called once per epoch, before weights are kept, and at the end of a training.</summary>
    /// <remarks>
    /// A backend may also check the optimizer's state: an infinite state stops the update of its weights, which stay finite. The default
    /// implementation checks the result of <see cref="GetWeights"/>.
    /// </remarks>
    bool IsFinite() => GetWeights().All(tensor => tensor.IsFinite);

    /// <summary>Returns a copy of the optimizer's state.</summary>
    OptimizerState GetOptimizerState();

    /// <summary>Sets a state that a session with the same network and optimizer returned.</summary>
    /// <param name="state">The state, which is copied.</param>
    /// <exception cref="ArgumentException">The state does not fit the network or the optimizer.</exception>
    void SetOptimizerState(OptimizerState state);
}
