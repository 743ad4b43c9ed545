namespace MLNetDeep.Neural;

/// <summary>Computes outputs and losses of a network with fixed weights on a backend.</summary>
/// <remarks>
/// Dropout is off, and normalizations use running statistics. A scorer is not thread-safe: for a second thread, call <see cref="Share"/>.
/// The caller must check all arguments against the network first.
/// </remarks>
public interface IScorer : IDisposable
{
    /// <summary>The fastest number of rows per call; 1 if several rows per call are no faster than one.</summary>
    /// <remarks>Callers that receive rows one by one may collect this many before each call.</remarks>
    int PreferredBatch { get; }

    /// <summary>Computes the outputs for all rows of a matrix.</summary>
    /// <param name="features">The inputs.</param>
    /// <param name="destination">Receives <see cref="NetworkSpec.OutputSize"/> values per row, row by row.</param>
    void Predict(FeatureMatrix features, Span<float> destination);

    /// <summary>Computes the outputs for several dense rows in one call.</summary>
    /// <param name="rows">The rows, one after another, each of <see cref="NetworkSpec.InputSize"/> values.</param>
    /// <param name="destination">Receives <see cref="NetworkSpec.OutputSize"/> values per row, row by row.</param>
    void Predict(ReadOnlySpan<float> rows, Span<float> destination);

    /// <summary>Computes the outputs for one sparse row.</summary>
    /// <param name="columns">The columns of the nonzero values, strictly ascending.</param>
    /// <param name="values">The nonzero values, one for each column.</param>
    /// <param name="destination">Receives <see cref="NetworkSpec.OutputSize"/> values.</param>
    void Predict(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<float> destination);

    /// <summary>Computes the loss, including penalties, and the metrics on all rows.</summary>
    /// <param name="data">The rows, their targets and weights.</param>
    /// <param name="loss">The loss.</param>
    EvaluationResult Evaluate(TrainingData data, LossSpec loss);

    /// <summary>
    /// Creates a scorer for use on another thread. It shares the weights with this scorer, and keeps them if this one is disposed first.
    /// </summary>
    /// <param name="options">The batch size, the number of threads, and whether outputs are logits.</param>
    IScorer Share(ScorerOptions options);
}
