using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>How a scorer works. Immutable; compared by value.</summary>
public sealed record ScorerOptions
{
    /// <summary>The default of <see cref="BatchSize"/>.</summary>
    public const int DefaultBatchSize = 1;

    /// <summary>How many rows are computed together: what buffers are made for. More may be given, and allocate. Default 1; accepted: 1 or more.</summary>
    public int BatchSize
    {
        get;
        init => field = Guard.Accept(value >= 1, value, nameof(BatchSize), "1 or more");
    } = DefaultBatchSize;

    /// <summary>The number of threads, the caller's included. Default null: as many as the work is worth. Accepted: 1 or more.</summary>
    public int? Threads
    {
        get;
        init => field = value is { } count ? Guard.Accept(count >= 1, count, nameof(Threads), "1 or more, or null") : null;
    }

    /// <summary>
    /// Whether outputs are what the last activation would be computed from: logits, before a sigmoid or softmax. Default false: the
    /// network's outputs.
    /// </summary>
    public bool Logits { get; init; }
}
