using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Mpi;

/// <summary>How an <see cref="MpiExchange"/> waits for other ranks and sends gradients.</summary>
public sealed record MpiOptions
{
    /// <summary>The default of <see cref="Deadline"/>: 25 seconds.</summary>
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(25);

    /// <summary>The default of <see cref="StartDeadline"/>: 10 minutes.</summary>
    public static readonly TimeSpan DefaultStartDeadline = TimeSpan.FromMinutes(10);

    /// <summary>The default of <see cref="BucketSize"/>: 1 MiB.</summary>
    public const int DefaultBucketSize = 1 << 20;

    private static readonly TimeSpan s_longest = TimeSpan.FromDays(7);

    /// <summary>The longest time that a rank waits for another within a step and in a sum.</summary>
    /// <remarks>
    /// <para>Default 25 seconds; accepted: above 0, at most 7 days. It is the longest time by which one rank may be ahead of another, for
    /// example while rank 0 saves a checkpoint or runs a callback.</para>
    /// <para>A rank that has waited for longer writes one line to the standard error output, which says for what it waited, and ends all
    /// ranks by MPI_Abort.</para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not accepted.</exception>
    public TimeSpan Deadline
    {
        get;
        init => field = Accept(value, nameof(Deadline));
    } = DefaultDeadline;

    /// <summary>
    /// The longest time that a rank waits for another in <see cref="MpiExchange.Broadcast"/> and <see cref="MpiExchange.Gather"/>.
    /// </summary>
    /// <remarks>
    /// Default 10 minutes; accepted: above 0, at most 7 days. A training calls them at its start and after it has read rows, which may take
    /// one rank much longer than another.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not accepted.</exception>
    public TimeSpan StartDeadline
    {
        get;
        init => field = Accept(value, nameof(StartDeadline));
    } = DefaultStartDeadline;

    /// <summary>The size of a bucket of gradients, in bytes. A bucket is sent as soon as it is full.</summary>
    /// <remarks>
    /// Default 1 MiB; accepted: 4 or more. The same in every rank. Small buckets start earlier, while other gradients are still computed;
    /// large ones make fewer messages.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 4.</exception>
    public int BucketSize
    {
        get;
        init => field = Guard.Accept(value >= sizeof(float), value, nameof(BucketSize), "4 or more");
    } = DefaultBucketSize;

    private static TimeSpan Accept(TimeSpan value, string name) =>
        Guard.Accept(value > TimeSpan.Zero && value <= s_longest, value, name, "above 0, at most 7 days");
}
