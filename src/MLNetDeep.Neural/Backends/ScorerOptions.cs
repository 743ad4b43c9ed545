using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>The options of a scorer.</summary>
/// <remarks>Immutable; compared by value.</remarks>
public sealed record ScorerOptions
{
    /// <summary>The default of <see cref="BatchSize"/>.</summary>
    public const int DefaultBatchSize = 1;

    /// <summary>The number of rows that the scorer's buffers hold.</summary>
    /// <remarks>A call with more rows allocates memory. Default 1; accepted: 1 or more.</remarks>
    public int BatchSize
    {
        get;
        init => field = Guard.Accept(value >= 1, value, nameof(BatchSize), "1 or more");
    } = DefaultBatchSize;

    /// <summary>The number of threads, including the caller's.</summary>
    /// <remarks>Default null: chosen by the amount of work. Accepted: 1 or more.</remarks>
    public int? Threads
    {
        get;
        init => field = value is { } count ? Guard.Accept(count >= 1, count, nameof(Threads), "1 or more, or null") : null;
    }

    /// <summary>Whether outputs are logits: the values before the last layer's activation.</summary>
    /// <remarks>Default false: the values after the activation.</remarks>
    public bool Logits { get; init; }
}
