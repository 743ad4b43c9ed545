using Microsoft.Extensions.Hosting;

namespace MLNetDeep.Hosting;

/// <summary>Loads the models of all pools before the services of the host start, a web server among them.</summary>
internal sealed class PoolStarter(IEnumerable<IPredictionPool> pools) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            foreach (IModelSlot slot in pools.SelectMany(pool => pool.Slots))
            {
                cancellationToken.ThrowIfCancellationRequested();
                slot.Start();
            }
        },
        cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
