namespace MLNetDeep.Neural;

/// <summary>A training on a backend, with weights and optimizer state that change with each step.</summary>
/// <remarks>
/// A session must not be used by several threads at once. The caller has checked all data against the network and the loss. Dropout masks
/// depend only on the options' seed and the number of steps taken, so a session that gets another session's weights and
/// <see cref="OptimizerState"/> continues exactly as that one would.
/// </remarks>
public interface ITrainingSession : IDisposable
{
    /// <summary>Takes one optimizer step on a mini-batch, with dropout on and normalization by the statistics of the batch.</summary>
    /// <param name="data">The data that contain the rows.</param>
    /// <param name="rows">The indices of the batch's rows, one or more.</param>
    /// <returns>
    /// The batch's result before the step, including penalties and class weights. If its loss is not finite, the step was not taken and the
    /// weights have not changed.
    /// </returns>
    EvaluationResult Step(TrainingData data, ReadOnlySpan<int> rows);

    /// <summary>
    /// Announces the rows of the <see cref="Step"/> after the next one, so that they can be prepared during the next step.
    /// </summary>
    /// <remarks>
    /// This is a hint that does not affect results; the step may get other rows. The default implementation does nothing.
    /// </remarks>
    /// <param name="data">The data that contain the rows; they must not change until that step.</param>
    /// <param name="rows">The indices of the rows, which are copied.</param>
    void Announce(TrainingData data, ReadOnlySpan<int> rows)
    {
    }

    /// <summary>Computes the loss and metrics on all rows with the current weights and dropout off, including penalties.</summary>
    /// <param name="data">The rows to evaluate.</param>
    EvaluationResult Evaluate(TrainingData data);

    /// <summary>Computes the network's outputs with the current weights and dropout off.</summary>
    /// <param name="features">The inputs.</param>
    /// <param name="destination">Receives <see cref="NetworkSpec.OutputSize"/> values per row, row by row.</param>
    void Predict(FeatureMatrix features, Span<float> destination);

    /// <summary>
    /// Computes the gradient of the mean loss over some rows, including penalties, without clipping or changing anything.
    /// </summary>
    /// <param name="data">The data that contain the rows.</param>
    /// <param name="rows">The indices of the rows, one or more.</param>
    /// <param name="training">
    /// True for the gradient of the next <see cref="Step"/>, with dropout, statistics of the batch and class weights; false for the
    /// gradient of the loss that <see cref="Evaluate"/> computes.
    /// </param>
    /// <returns>
    /// One tensor per entry of <see cref="NetworkSpec.Parameters"/>, in that order; zeros for parameters that are not trained.
    /// </returns>
    IReadOnlyList<NamedTensor> ComputeGradients(TrainingData data, ReadOnlySpan<int> rows, bool training);

    /// <summary>Copies the current weights, one tensor per entry of <see cref="NetworkSpec.Parameters"/>, in that order.</summary>
    IReadOnlyList<NamedTensor> GetWeights();

    /// <summary>Copies the optimizer's state.</summary>
    OptimizerState GetOptimizerState();

    /// <summary>Sets a state that a session of the same network and optimizer returned.</summary>
    /// <param name="state">The state, which is copied.</param>
    /// <exception cref="ArgumentException">The state belongs to another network or optimizer.</exception>
    void SetOptimizerState(OptimizerState state);
}
