using MLNetDeep.Neural;

namespace MLNetDeep.Hosting;

/// <summary>The file into which a run saves its network: the current weights on request, and the best ones at its end.</summary>
/// <param name="path">The path of the file.</param>
/// <param name="network">The network that is trained.</param>
internal sealed class RunFile(string path, Network network)
{
    // Held while the file is written, so that a request at the end of the run cannot replace the best weights.
    private readonly Lock _lock = new();
    private Network? _best;
    private bool _isFinal;

    public string Path => path;

    /// <summary>Keeps the current weights as the best ones. Called by the training thread.</summary>
    /// <remarks>The copy shares the weights' memory: a training replaces weights and never changes them in place.</remarks>
    public void KeepBest() => _best = new Network(network.Spec, network);

    /// <summary>Writes the current weights. Called by any thread; the training goes on.</summary>
    /// <returns>False if the run has ended: the file keeps its best weights.</returns>
    public bool TrySaveCurrent()
    {
        lock (_lock)
        {
            if (!_isFinal)
            {
                network.Save(path);
            }

            return !_isFinal;
        }
    }

    /// <summary>Writes the best weights or, if no epoch was the best, the current ones. Called by the training thread at its end.</summary>
    public void SaveBest()
    {
        lock (_lock)
        {
            _isFinal = true;
            (_best ?? network).Save(path);
        }
    }
}
