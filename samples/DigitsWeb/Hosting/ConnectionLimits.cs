using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>Limits for clients that are too many, or send too much or too slowly.</summary>
internal static class ConnectionLimits
{
    public static void Set(KestrelServerOptions kestrel, DigitsWebOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
        kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(options.MinBytesPerSecond, TimeSpan.FromSeconds(options.GraceSeconds));
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(options.HeaderSeconds);
    }
}
