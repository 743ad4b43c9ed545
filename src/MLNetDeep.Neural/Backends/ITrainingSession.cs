namespace MLNetDeep.Neural;

/// <summary>
/// A training under way on a backend: weights and optimizer state that change step by step. For one thread at a time. Data have been
/// checked against the network by the caller.
/// </summary>
public interface ITrainingSession : IDisposable
{
    /// <summary>One optimizer step on a mini-batch, with dropout on.</summary>
    /// <param name="data">Where the rows are.</param>
    /// <param name="rows">The rows of the batch: one or more.</param>
    /// <returns>
    /// The batch's result from before the step. Where its loss is not finite, the step was not taken and the weights are as they were.
    /// </returns>
    EvaluationResult Step(TrainingData data, ReadOnlySpan<int> rows);

    /// <summary>The result on all rows of <paramref name="data"/> with the present weights, with dropout off.</summary>
    EvaluationResult Evaluate(TrainingData data);

    /// <summary>The network's outputs with the present weights, with dropout off.</summary>
    /// <param name="features">The inputs.</param>
    /// <param name="destination">Row after row of <see cref="NetworkSpec.OutputSize"/> values: at least the rows times that long.</param>
    void Predict(FeatureMatrix features, Span<float> destination);

    /// <summary>The gradient of the mean loss over <paramref name="rows"/>, with dropout off; changes nothing.</summary>
    /// <returns>One tensor per entry of <see cref="NetworkSpec.Parameters"/>, in that order.</returns>
    IReadOnlyList<NamedTensor> ComputeGradients(TrainingData data, ReadOnlySpan<int> rows);

    /// <summary>Copies of the present weights, one per entry of <see cref="NetworkSpec.Parameters"/>, in that order.</summary>
    IReadOnlyList<NamedTensor> GetWeights();

    /// <summary>A copy of what the optimizer carries from step to step.</summary>
    OptimizerState GetOptimizerState();
}
