namespace MLNetDeep.Trainers;

/// <summary>
/// The scorers of a transformer's rows. ML.NET does not dispose the row of a PredictionEngine. It disposes the transformer, which then
/// releases these scorers; but a chain of transformers only once, with the first of several engines.
/// </summary>
internal sealed class DeviceScorers
{
    private readonly Lock _lock = new();

    // Weak, so that the transformer does not keep the scorers of engines that nobody uses.
    private readonly List<WeakReference<DeviceScorer>> _scorers = [];

    /// <summary>Adds a scorer, and releases the others: they may be those of engines that are no longer used.</summary>
    public void Add(DeviceScorer scorer)
    {
        Release();
        lock (_lock)
        {
            _scorers.RemoveAll(reference => !reference.TryGetTarget(out _));
            _scorers.Add(new WeakReference<DeviceScorer>(scorer));
        }
    }

    /// <summary>Releases the memory of all scorers. Those that are used again take it again.</summary>
    public void Release()
    {
        WeakReference<DeviceScorer>[] scorers;
        lock (_lock)
        {
            scorers = [.. _scorers];
        }

        foreach (WeakReference<DeviceScorer> reference in scorers)
        {
            if (reference.TryGetTarget(out DeviceScorer? scorer))
            {
                scorer.Release();
            }
        }
    }
}
