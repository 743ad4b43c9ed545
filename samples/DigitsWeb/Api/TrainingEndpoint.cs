using System.Runtime.CompilerServices;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>GET /training: the progress of the training as server-sent events.</summary>
internal static class TrainingEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/training", (ModelStatus status, IHostApplicationLifetime lifetime, CancellationToken aborted) =>
                TypedResults.ServerSentEvents(WatchAsync(status, lifetime.ApplicationStopping, aborted), "model"))
            .WithName("training")
            .WithSummary("Follow the training")
            .WithDescription("Server-sent events of the type \"model\", at most ten per second. The stream ends when the model is ready or has failed.")
            .WithTags("Digits");

    // A stream must not keep the server from stopping.
    private static async IAsyncEnumerable<ModelUpdate> WatchAsync(
        ModelStatus status, CancellationToken stopping, [EnumeratorCancellation] CancellationToken aborted)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(stopping, aborted);
        await foreach (ModelUpdate update in status.WatchAsync(end.Token).ConfigureAwait(false))
        {
            yield return update;
        }
    }
}
