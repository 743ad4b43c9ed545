using System.Runtime.CompilerServices;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>What the server does to get a model: how far a training is, and why there is no model.</summary>
internal sealed class ModelStatus
{
    private static readonly TimeSpan s_shortestPause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private TaskCompletionSource _change = CreateChange();
    private volatile ModelUpdate _current = new(ModelState.Loading);

    /// <summary>The latest update.</summary>
    public ModelUpdate Current => _current;

    /// <summary>Replaces the update, and wakes those who watch.</summary>
    public void Publish(ModelUpdate update)
    {
        TaskCompletionSource change;
        lock (_lock)
        {
            _current = update;
            (change, _change) = (_change, CreateChange());
        }

        change.SetResult();
    }

    /// <summary>
    /// Returns the current update and later ones, at most ten per second, up to the one that is final: ready or failed. Ends without an
    /// exception when it is cancelled.
    /// </summary>
    public async IAsyncEnumerable<ModelUpdate> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            ModelUpdate update;
            Task change;
            lock (_lock)
            {
                (update, change) = (_current, _change.Task);
            }

            yield return update;
            if (update.State is ModelState.Ready or ModelState.Failed)
            {
                yield break;
            }

            await change.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(s_shortestPause, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static TaskCompletionSource CreateChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
