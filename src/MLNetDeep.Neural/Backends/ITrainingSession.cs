namespace MLNetDeep.Neural;

/// <summary>
/// A training under way on a backend: weights and optimizer state that change step by step. For one thread at a time. Data have been
/// checked against the network and the loss by the caller.
/// </summary>
/// <remarks>
/// What is random in a step (dropout masks) is a function of the options' seed and the number of steps taken before, so that a session that
/// is given another's weights and <see cref="OptimizerState"/> goes on exactly as that one would have.
/// </remarks>
public interface ITrainingSession : IDisposable
{
    /// <summary>One optimizer step on a mini-batch, with dropout on and with the statistics of the batch where layers normalize.</summary>
    /// <param name="data">Where the rows are.</param>
    /// <param name="rows">The rows of the batch: one or more.</param>
    /// <returns>
    /// The batch's result from before the step, penalties and class weights included. Where its loss is not finite, the step was not taken
    /// and the weights are as they were.
    /// </returns>
    EvaluationResult Step(TrainingData data, ReadOnlySpan<int> rows);

    /// <summary>
    /// Says which rows the <see cref="Step"/> after the next will be given, so that they may be brought together meanwhile. A hint: nothing
    /// depends on it, and the step may be given others. By default it is not used.
    /// </summary>
    /// <param name="data">Where the rows are; it must not change until that step.</param>
    /// <param name="rows">The rows; copied.</param>
    void Announce(TrainingData data, ReadOnlySpan<int> rows)
    {
    }

    /// <summary>The result on all rows of <paramref name="data"/> with the present weights, with dropout off, penalties included.</summary>
    EvaluationResult Evaluate(TrainingData data);

    /// <summary>The network's outputs with the present weights, with dropout off.</summary>
    /// <param name="features">The inputs.</param>
    /// <param name="destination">Row after row of <see cref="NetworkSpec.OutputSize"/> values: at least the rows times that long.</param>
    void Predict(FeatureMatrix features, Span<float> destination);

    /// <summary>The gradient of the mean loss over <paramref name="rows"/>, penalties included, not clipped; changes nothing.</summary>
    /// <param name="data">Where the rows are.</param>
    /// <param name="rows">One or more.</param>
    /// <param name="training">
    /// Whether as the next <see cref="Step"/> would have it: dropout on, statistics of the batch, class weights. Otherwise as
    /// <see cref="Evaluate"/> has it.
    /// </param>
    /// <returns>One tensor per entry of <see cref="NetworkSpec.Parameters"/>, in that order; 0 for those that are not trained.</returns>
    IReadOnlyList<NamedTensor> ComputeGradients(TrainingData data, ReadOnlySpan<int> rows, bool training);

    /// <summary>Copies of the present weights, one per entry of <see cref="NetworkSpec.Parameters"/>, in that order.</summary>
    IReadOnlyList<NamedTensor> GetWeights();

    /// <summary>A copy of what the optimizer carries from step to step.</summary>
    OptimizerState GetOptimizerState();

    /// <summary>Takes over a state that a session of the same network and optimizer gave.</summary>
    /// <exception cref="ArgumentException">The state is of another network or optimizer.</exception>
    void SetOptimizerState(OptimizerState state);
}
