using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>
/// Copies of the weights and the optimizer's state on the device, to go back to when a result that is read later turns out not to be
/// finite. Two copies are kept, in turn: the older is from before every step whose result has not been read.
/// </summary>
internal sealed class Snapshots : IDisposable
{
    private readonly Tensor[] _sources;
    private readonly Tensor[][] _copies;
    private readonly long[] _steps = [-1, -1];
    private int _newest;

    /// <summary>Allocates the copies.</summary>
    /// <param name="sources">The tensors to copy.</param>
    public Snapshots(IEnumerable<Tensor> sources)
    {
        _sources = [.. sources];
        _copies = [new Tensor[_sources.Length], new Tensor[_sources.Length]];
        try
        {
            foreach (Tensor[] copy in _copies)
            {
                for (int i = 0; i < _sources.Length; i++)
                {
                    copy[i] = empty_like(_sources[i]).Keep();
                }
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Copies the tensors, before a step.</summary>
    /// <param name="step">The number of steps taken before.</param>
    public void Take(long step)
    {
        _newest ^= 1;
        _steps[_newest] = step;
        for (int i = 0; i < _sources.Length; i++)
        {
            _copies[_newest][i].copy_(_sources[i]);
        }
    }

    /// <summary>Forgets the copies: the next step takes a new one.</summary>
    public void Clear() => Array.Fill(_steps, -1);

    /// <summary>Whether a copy must be taken before a step.</summary>
    /// <param name="step">The number of steps taken before.</param>
    /// <param name="interval">The number of steps from copy to copy.</param>
    public bool IsDue(long step, int interval) => _steps[_newest] < 0 || step - _steps[_newest] >= interval;

    /// <summary>Restores the newest copy from before a step, and returns the number of steps taken before that copy.</summary>
    /// <param name="step">The number of steps taken before the step.</param>
    public long Restore(long step)
    {
        int copy = _steps[_newest] <= step ? _newest : _newest ^ 1;
        for (int i = 0; i < _sources.Length; i++)
        {
            _sources[i].copy_(_copies[copy][i]);
        }

        return _steps[copy];
    }

    public void Dispose()
    {
        foreach (Tensor? copy in _copies.SelectMany(tensors => tensors))
        {
            copy?.Dispose();
        }
    }
}
