using System.Runtime.CompilerServices;
using Microsoft.Extensions.ObjectPool;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>Tells requests about the model: whether there is one, how far its training is, and the recognisers.</summary>
internal sealed class ModelStatus
{
    private static readonly TimeSpan s_shortestPause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private TaskCompletionSource _change = CreateChange();
    private volatile ModelUpdate _current = new(ModelState.Loading);
    private volatile ObjectPool<DigitRecognizer>? _recognizers;

    /// <summary>The latest update.</summary>
    public ModelUpdate Current => _current;

    /// <summary>The recognisers; null until the model is ready.</summary>
    public ObjectPool<DigitRecognizer>? Recognizers => _recognizers;

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

    /// <summary>Says that digits can be recognised.</summary>
    public void PublishReady(ObjectPool<DigitRecognizer> recognizers)
    {
        _recognizers = recognizers;
        Publish(new(ModelState.Ready, Progress: 1));
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
