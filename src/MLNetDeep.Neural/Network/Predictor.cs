namespace MLNetDeep.Neural;

/// <summary>
/// Computes outputs for rows in memory, without allocating; from <see cref="Network.CreatePredictor"/>. It keeps the weights that the
/// network had when it was made. For one thread at a time; several predictors may be used at once. On the CPU there is nothing to dispose
/// of; on other backends disposing releases their memory.
/// </summary>
public sealed class Predictor : IDisposable
{
    private readonly NetworkSpec _spec;
    private readonly IScorer _scorer;

    internal Predictor(NetworkSpec spec, IScorer scorer, int maxBatch)
    {
        _spec = spec;
        _scorer = scorer;
        MaxBatch = maxBatch;
    }

    /// <summary>How many rows are computed together; more are computed one such batch after another.</summary>
    public int MaxBatch { get; }

    /// <summary>How many rows the backend is best given at once: 1 where several at once gain nothing.</summary>
    public int PreferredBatch => _scorer.PreferredBatch;

    /// <summary>The number of values in an input row.</summary>
    public int InputSize => _spec.InputSize;

    /// <summary>The number of values given for a row.</summary>
    public int OutputSize => _spec.OutputSize;

    /// <summary>The outputs for rows given in full. The results do not depend on how many rows are given at once.</summary>
    /// <param name="rows">Row after row; the length is a multiple of <see cref="InputSize"/>.</param>
    /// <param name="destination">Receives <see cref="OutputSize"/> values for each row, row after row.</param>
    /// <exception cref="ArgumentException">The rows are not whole, or the destination is too short.</exception>
    public void Predict(ReadOnlySpan<float> rows, Span<float> destination)
    {
        if (rows.Length % InputSize != 0)
        {
            throw new ArgumentException($"{rows.Length} values do not make whole rows of {InputSize}.", nameof(rows));
        }

        int left = rows.Length / InputSize;
        PredictionArguments.CheckDestination((long)left * OutputSize, destination);
        while (left > 0)
        {
            int count = Math.Min(left, MaxBatch);
            _scorer.Predict(rows[..(count * InputSize)], destination);
            rows = rows[(count * InputSize)..];
            destination = destination[(count * OutputSize)..];
            left -= count;
        }
    }

    /// <summary>The outputs for all rows of a matrix.</summary>
    /// <param name="features">The inputs.</param>
    /// <param name="destination">Receives <see cref="OutputSize"/> values for each row, row after row.</param>
    /// <exception cref="ArgumentException">The features have another width, or the destination is too short.</exception>
    public void Predict(FeatureMatrix features, Span<float> destination)
    {
        ArgumentNullException.ThrowIfNull(features);
        PredictionArguments.Check(_spec, features, destination);
        _scorer.Predict(features, destination);
    }

    /// <summary>The outputs for one row given by its values that are not 0.</summary>
    /// <param name="columns">Where the values are: ascending, each from 0 to <see cref="InputSize"/> - 1.</param>
    /// <param name="values">As many as <paramref name="columns"/>.</param>
    /// <param name="destination">Receives <see cref="OutputSize"/> values.</param>
    /// <exception cref="ArgumentException">
    /// The lengths differ, a column is out of range or not above the one before, or the destination is too short.
    /// </exception>
    public void Predict(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<float> destination)
    {
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
                    $"Column {column} comes after {previous}; accepted: strictly ascending, below {InputSize}.", nameof(columns));
            }

            previous = column;
        }

        PredictionArguments.CheckDestination(OutputSize, destination);
        _scorer.Predict(columns, values, destination);
    }

    /// <summary>Releases what the backend holds for this predictor; on the CPU that is nothing.</summary>
    public void Dispose() => _scorer.Dispose();
}
