using MLNetDeep.Neural;

namespace MLNetDeep.Hosting;

/// <summary>The file into which a run saves its network: the current weights on request, and the best ones at its end.</summary>
/// <param name="path">The path of the file.</param>
/// <param name="trained">The network that is trained.</param>
internal sealed class RunFile(string path, Network trained)
{
    // Held while the file is written, so that a request at the end of the run cannot replace the best weights.
    private readonly Lock _lock = new();

    // Null after the end of the run, so that runs that have ended take no memory for weights.
    private Network? _network = trained;
    private Network? _best;

    public string Path => path;

    /// <summary>Keeps the current weights as the best ones. Called by the training thread.</summary>
    /// <remarks>The copy shares the weights' memory: a training replaces weights and never changes them in place.</remarks>
    public void KeepBest() => _best = new Network(_network!.Spec, _network);

    /// <summary>Writes the current weights. Called by any thread; the training goes on.</summary>
    /// <returns>False if the run has ended: then nothing is written.</returns>
    public bool TrySaveCurrent()
    {
        lock (_lock)
        {
            _network?.Save(path);
            return _network is not null;
        }
    }

    /// <summary>Ends the run's use of the file. Called by the training thread.</summary>
    /// <param name="saves">Whether to write the best weights or, if no epoch was the best, the current ones.</param>
    public void Close(bool saves)
    {
        lock (_lock)
        {
            Network network = _best ?? _network!;
            (_network, _best) = (null, null);
            if (saves)
            {
                network.Save(path);
            }
        }
    }
}
