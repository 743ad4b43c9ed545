namespace MLNetDeep.Neural;

/// <summary>Computes outputs and losses of a network with fixed weights on a backend.</summary>
/// <remarks>
/// Dropout is off, and normalizations use running statistics. A scorer must not be used by several threads at once; <see cref="Share"/>
/// creates one for another thread over the same weights. The caller has checked all arguments against the network.
/// </remarks>
public interface IScorer : IDisposable
{
    /// <summary>The number of rows per call that is fastest; 1 if passing several rows at once gains nothing.</summary>
    /// <remarks>Callers that read rows one by one may read this many ahead.</remarks>
    int PreferredBatch { get; }

    /// <summary>Computes the outputs for all rows of a matrix.</summary>
    /// <param name="features">The inputs.</param>
    /// <param name="destination">Receives <see cref="NetworkSpec.OutputSize"/> values per row, row by row.</param>
    void Predict(FeatureMatrix features, Span<float> destination);

    /// <summary>Computes the outputs for several dense rows together.</summary>
    /// <param name="rows">The rows, one after another, each of <see cref="NetworkSpec.InputSize"/> values.</param>
    /// <param name="destination">Receives <see cref="NetworkSpec.OutputSize"/> values per row, row by row.</param>
    void Predict(ReadOnlySpan<float> rows, Span<float> destination);

    /// <summary>Computes the outputs for one sparse row.</summary>
    /// <param name="columns">The columns of the nonzero values, strictly ascending.</param>
    /// <param name="values">The nonzero values, one for each column.</param>
    /// <param name="destination">Receives <see cref="NetworkSpec.OutputSize"/> values.</param>
    void Predict(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<float> destination);

    /// <summary>Computes the loss and metrics on all rows, including penalties.</summary>
    /// <param name="data">The rows, their targets and weights.</param>
    /// <param name="loss">The loss.</param>
    EvaluationResult Evaluate(TrainingData data, LossSpec loss);

    /// <summary>Creates another scorer over the same weights, without copying them, for use on another thread.</summary>
    /// <param name="options">The batch size, the threads, and whether outputs are logits.</param>
    IScorer Share(ScorerOptions options);
}
