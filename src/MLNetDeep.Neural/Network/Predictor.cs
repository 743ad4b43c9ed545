namespace MLNetDeep.Neural;

/// <summary>Computes a network's outputs without allocating memory. Create it with <see cref="Network.CreatePredictor"/>.</summary>
/// <remarks>
/// A predictor is not thread-safe: give each thread its own. A call on one thread throws an <see cref="InvalidOperationException"/> while a
/// call on another thread runs. A predictor keeps the weights that the network had when the predictor was created. On the CPU, disposing
/// has no effect; on other backends it releases the backend's memory.
/// </remarks>
public sealed class Predictor : IDisposable
{
    private readonly NetworkSpec _spec;
    private readonly IScorer _scorer;
    private ExclusiveUse _use;

    internal Predictor(NetworkSpec spec, IScorer scorer, int maxBatch)
    {
        _spec = spec;
        _scorer = scorer;
        MaxBatch = maxBatch;
    }

    /// <summary>The maximum number of rows that are computed together. More rows are split into several batches.</summary>
    public int MaxBatch { get; }

    /// <summary>The fastest number of rows per call; 1 if several rows per call are no faster than one.</summary>
    public int PreferredBatch => _scorer.PreferredBatch;

    /// <summary>The number of values in an input row.</summary>
    public int InputSize => _spec.InputSize;

    /// <summary>The number of values in an output row.</summary>
    public int OutputSize => _spec.OutputSize;

    /// <summary>Computes the outputs for dense rows.</summary>
    /// <remarks>A row's outputs do not depend on the number of rows in the call.</remarks>
    /// <param name="rows">The rows, one after another; the length is a multiple of <see cref="InputSize"/>.</param>
    /// <param name="destination">Receives <see cref="OutputSize"/> values per row, row by row.</param>
    /// <exception cref="ArgumentException">The last row is incomplete, or the destination is too short.</exception>
    /// <exception cref="InvalidOperationException">Another thread uses the predictor, or the network takes indices.</exception>
    public void Predict(ReadOnlySpan<float> rows, Span<float> destination)
    {
        CheckTakesNumbers();
        if (rows.Length % InputSize != 0)
        {
            throw new ArgumentException($"{rows.Length} values do not make whole rows of {InputSize}.", nameof(rows));
        }

        int remaining = rows.Length / InputSize;
        PredictionArguments.CheckDestination((long)remaining * OutputSize, destination);
        Begin();
        try
        {
            while (remaining > 0)
            {
                int count = Math.Min(remaining, MaxBatch);
                _scorer.Predict(rows[..(count * InputSize)], destination);
                rows = rows[(count * InputSize)..];
                destination = destination[(count * OutputSize)..];
                remaining -= count;
            }
        }
        finally
        {
            _use.End();
        }
    }

    /// <summary>Computes the outputs for all rows of a matrix.</summary>
    /// <param name="features">The inputs.</param>
    /// <param name="destination">Receives <see cref="OutputSize"/> values per row, row by row.</param>
    /// <exception cref="ArgumentException">The features have the wrong kind or width, or the destination is too short.</exception>
    /// <exception cref="InvalidOperationException">Another thread uses the predictor.</exception>
    public void Predict(FeatureMatrix features, Span<float> destination)
    {
        ArgumentNullException.ThrowIfNull(features);
        PredictionArguments.Check(_spec, features, destination);
        Begin();
        try
        {
            _scorer.Predict(features, destination);
        }
        finally
        {
            _use.End();
        }
    }

    /// <summary>Computes the outputs for one sparse row.</summary>
    /// <param name="columns">The columns of the nonzero values, strictly ascending, from 0 to <see cref="InputSize"/> - 1.</param>
    /// <param name="values">The nonzero values, one for each column.</param>
    /// <param name="destination">Receives <see cref="OutputSize"/> values.</param>
    /// <exception cref="ArgumentException">
    /// The lengths differ, a column is out of range or not greater than the previous column, or the destination is too short.
    /// </exception>
    /// <exception cref="InvalidOperationException">Another thread uses the predictor, or the network takes indices.</exception>
    /// <exception cref="InvalidOperationException">Another thread uses the predictor.</exception>
    public void Predict(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<float> destination)
    {
        CheckTakesNumbers();
        if (columns.Length != values.Length)
        {
            throw new ArgumentException($"There are {columns.Length} columns for {values.Length} values.", nameof(columns));
        }

        int previous = -1;
        foreach (int column in columns)
        {
            if (column <= previous || column >= InputSize)
            {
                throw new ArgumentException(
                    $"Column {column} follows column {previous}; accepted: strictly ascending, below {InputSize}.", nameof(columns));
            }

            previous = column;
        }

        PredictionArguments.CheckDestination(OutputSize, destination);
        Begin();
        try
        {
            _scorer.Predict(columns, values, destination);
        }
        finally
        {
            _use.End();
        }
    }

    /// <summary>Releases the memory that the backend holds for this predictor; has no effect on the CPU.</summary>
    public void Dispose() => _scorer.Dispose();

    private void CheckTakesNumbers()
    {
        if (_spec.InputKind == FeatureKind.Indices)
        {
            throw new InvalidOperationException("The network takes indices, not numbers: pass IndexFeatures.");
        }
    }

    private void Begin()
    {
        if (!_use.TryBegin())
        {
            throw new InvalidOperationException("Two threads use one predictor at the same time. Create a predictor for each thread.");
        }
    }
}
