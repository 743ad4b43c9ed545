using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MLNetDeep.Hosting;

/// <summary>Serves the page, its events, and its requests to stop and to save.</summary>
internal sealed class DashboardServer : IAsyncDisposable
{
    /// <summary>The number of connections that are served at a time. A page needs one or two.</summary>
    public const int MaxConnections = 100;

    // The longest time that a page may take to read its last state. Then its connection is cut.
    private static readonly TimeSpan s_closingTime = TimeSpan.FromMilliseconds(500);

    private readonly WebApplication _app;
    private readonly CancellationTokenSource _closing;
    private int _isDisposed;

    private DashboardServer(WebApplication app, CancellationTokenSource closing)
    {
        (_app, _closing) = (app, closing);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public Uri Address { get; }

    /// <summary>Starts to serve.</summary>
    /// <exception cref="IOException">The port is in use, or not permitted.</exception>
    public static async Task<DashboardServer> StartAsync(TrainingDashboardOptions options, RunList runs, CancellationToken cancellation)
    {
        WebApplication app = Build(options.Port);
        CancellationTokenSource closing = new();
        Map(app, options, runs, closing.Token);
        try
        {
            await app.StartAsync(cancellation).ConfigureAwait(false);
            return new DashboardServer(app, closing);
        }
        catch (Exception exception)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            closing.Dispose();
            if (Translate(exception, options.Port) is { } translated)
            {
                throw translated;
            }

            throw;
        }
    }

    /// <summary>Returns an exception that names the port, for one that Kestrel throws if it cannot listen; null for others.</summary>
    /// <remarks>Kestrel throws an <see cref="IOException"/> for a port in use, and the socket's own exception otherwise.</remarks>
    internal static IOException? Translate(Exception exception, int port) => exception switch
    {
        IOException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } =>
            new IOException($"Port is {port}, which is in use; accepted: a free port, or 0 for any free port.", exception),
        SocketException { SocketErrorCode: SocketError.AccessDenied } => new IOException(
            $"Port is {port}, which is not permitted; accepted: a free port that this program may use, or 0 for any free port.", exception),
        SocketException => new IOException($"Port is {port}, which cannot be used: {exception.Message}", exception),
        _ => null,
    };

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        using (CancellationTokenSource timeout = new(s_closingTime))
        {
            await _app.StopAsync(timeout.Token).ConfigureAwait(false);
        }

        await _app.DisposeAsync().ConfigureAwait(false);
        _closing.Dispose();
    }

    // The empty builder reads neither environment variables nor files, whose settings are the program's, and has no loggers.
    private static WebApplication Build(int port)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        return builder.Build();
    }

    private static void Map(WebApplication app, TrainingDashboardOptions options, RunList runs, CancellationToken closing)
    {
        RequestGuard guard = new();
        app.Use((context, next) => HandleAsync(context, next, guard));
        foreach (PageFile file in PageFile.LoadAll(options.Title, guard.Token))
        {
            file.Map(app);
        }

        UpdateStream stream = new(runs, options.UpdateInterval, closing);
        app.MapGet("/events", context =>
            TypedResults.ServerSentEvents(stream.ReadAsync(context.RequestAborted)).ExecuteAsync(context));
        MapPost("/runs/{run:int}/stop", RunRequests.Stop);
        MapPost("/runs/{run:int}/save", RunRequests.Save);

        void MapPost(string path, Func<Run, ContentHttpResult> answer) => app.MapPost(path, context =>
        {
            int number = int.Parse((string)context.Request.RouteValues["run"]!, CultureInfo.InvariantCulture);
            return runs.Find(number) is { } run
                ? answer(run).ExecuteAsync(context)
                : TypedResults.Text($"There is no run {number}.", statusCode: StatusCodes.Status404NotFound).ExecuteAsync(context);
        });
    }

    private static Task HandleAsync(HttpContext context, RequestDelegate next, RequestGuard guard)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return guard.Refuse(context.Request) is { } refusal
            ? TypedResults.Text(refusal.Reason, statusCode: refusal.Status).ExecuteAsync(context)
            : next(context);
    }
}
