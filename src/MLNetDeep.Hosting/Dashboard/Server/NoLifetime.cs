using Microsoft.Extensions.Hosting;

namespace MLNetDeep.Hosting;

/// <summary>Leaves signals such as Ctrl-C to the program and writes nothing to the console, unlike the default lifetime.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
