namespace MLNetDeep.Neural;

/// <summary>
/// A network with fixed weights on a backend: it computes outputs and losses, with dropout off and with running statistics where layers
/// normalize. For one thread at a time; <see cref="Share"/> gives another thread its own scorer over the same weights. Arguments have been
/// checked against the network by the caller.
/// </summary>
public interface IScorer : IDisposable
{
    /// <summary>
    /// The number of rows at which one call pays off best: 1 where giving several rows at once gains nothing. Readers of rows may read this
    /// many ahead.
    /// </summary>
    int PreferredBatch { get; }

    /// <summary>The outputs for all rows of a matrix.</summary>
    /// <param name="features">The inputs.</param>
    /// <param name="destination">Receives <see cref="NetworkSpec.OutputSize"/> values for each row, row after row.</param>
    void Predict(FeatureMatrix features, Span<float> destination);

    /// <summary>The outputs for rows given in full, computed together.</summary>
    /// <param name="rows">Row after row of <see cref="NetworkSpec.InputSize"/> values.</param>
    /// <param name="destination">Receives <see cref="NetworkSpec.OutputSize"/> values for each row, row after row.</param>
    void Predict(ReadOnlySpan<float> rows, Span<float> destination);

    /// <summary>The outputs for one row given by its values that are not 0.</summary>
    /// <param name="columns">Where the values are, strictly ascending.</param>
    /// <param name="values">As many as <paramref name="columns"/>.</param>
    /// <param name="destination">Receives <see cref="NetworkSpec.OutputSize"/> values.</param>
    void Predict(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<float> destination);

    /// <summary>The loss and metrics on all rows, penalties included.</summary>
    /// <param name="data">The rows, their targets and weights.</param>
    /// <param name="loss">What the outputs are compared by.</param>
    EvaluationResult Evaluate(TrainingData data, LossSpec loss);

    /// <summary>Makes another scorer over the same weights, which are not copied, for use on another thread.</summary>
    /// <param name="options">Batch size, threads, and whether logits are wanted.</param>
    IScorer Share(ScorerOptions options);
}
