using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>Limits how many predictions per second each client may ask for. A client is an IPv4 address, or a network of IPv6.</summary>
internal static class ClientRateLimit
{
    public const string Policy = "client";

    // The part of an IPv6 address that a provider gives to one customer.
    private const int NetworkBytes = 8;

    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(100);

    public static void Add(IServiceCollection services, DigitsWebOptions options) => services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.AddPolicy(Policy, context => options.RequestsPerSecond == 0
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetTokenBucketLimiter(ClientOf(context.Connection.RemoteIpAddress), _ => BucketFor(options)));
        limiter.OnRejected = async (rejected, cancellation) =>
        {
            TimeSpan wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan after) ? after : s_period;
            rejected.HttpContext.Response.Headers.RetryAfter = $"{Math.Max(1, Math.Ceiling(wait.TotalSeconds))}";
            ProblemHttpResult problem = TypedResults.Problem(
                $"Accepted from one client: {options.RequestsPerSecond} predictions per second.", statusCode: StatusCodes.Status429TooManyRequests);
            await problem.ExecuteAsync(rejected.HttpContext).ConfigureAwait(false);
        };
    });

    /// <summary>Returns what stands for a client.</summary>
    /// <param name="address">The address that the request came from; null if it is unknown.</param>
    public static string ClientOf(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => $"{address.MapToIPv4()}",
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, NetworkBytes)),
        _ => $"{address}",
    };

    private static TokenBucketRateLimiterOptions BucketFor(DigitsWebOptions options)
    {
        // Whole tokens per period: one token in a longer period where that is less than one.
        int perPeriod = Math.Max(1, (int)(options.RequestsPerSecond * s_period.TotalSeconds));
        return new()
        {
            TokenLimit = options.Burst,
            TokensPerPeriod = perPeriod,
            ReplenishmentPeriod = TimeSpan.FromSeconds((double)perPeriod / options.RequestsPerSecond),
            QueueLimit = 0,
        };
    }
}
