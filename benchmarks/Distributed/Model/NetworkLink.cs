namespace MLNetDeep.Benchmarks.Distributed.Model;

/// <summary>A link that joins each host to a switch. It carries the same rate in both directions at a time.</summary>
/// <param name="Name">The name, for tables.</param>
/// <param name="BitsPerSecond">The rate, in bits per second, as networks are sold: with the headers of frames.</param>
/// <param name="DelaySeconds">The time from one host to another, in seconds, for a message of no length.</param>
internal sealed record NetworkLink(string Name, double BitsPerSecond, double DelaySeconds)
{
    /// <summary>The part of a frame that is payload, for frames of 9,000 bytes: 52 are headers of IP and TCP, and 14 come before.</summary>
    public const double LargeFramePayload = (9000 - 52) / 9014.0;

    /// <summary>The same for the usual frames of 1,500 bytes on Ethernet, which has 38 bytes before, after and between frames.</summary>
    public const double FramePayload = (1500 - 52) / 1538.0;

    /// <summary>The length above which Open MPI asks the receiver before it sends a message over TCP (btl_tcp_eager_limit).</summary>
    public const int EagerLimit = 65_536;

    // A question, its answer, and the data.
    private const int LongMessageTrips = 3;

    /// <summary>The part of the rate that is payload.</summary>
    public double PayloadShare { get; init; } = FramePayload;

    /// <summary>What MPI and the kernel need for each trip of a message, in seconds, besides the link.</summary>
    public double TripCostSeconds { get; init; } = 50e-6;

    /// <summary>The bytes of messages that the link carries per second.</summary>
    public double BytesPerSecond => BitsPerSecond / 8 * PayloadShare;

    /// <summary>The time of messages that are sent at once, in seconds.</summary>
    /// <param name="bytes">The length of each.</param>
    /// <param name="count">The number of messages.</param>
    public double MessageSeconds(double bytes, int count = 1) =>
        (count * bytes / BytesPerSecond) + ((bytes > EagerLimit ? LongMessageTrips : 1) * (DelaySeconds + TripCostSeconds));
}
