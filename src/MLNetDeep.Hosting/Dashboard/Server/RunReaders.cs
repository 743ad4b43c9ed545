using System.Collections.Immutable;

namespace MLNetDeep.Hosting;

/// <summary>The readers of one page: one for each run that is kept.</summary>
internal sealed class RunReaders(RunList runs)
{
    private readonly Dictionary<Run, RunReader> _readers = [];

    /// <summary>The number of runs that are read.</summary>
    public int Count => _readers.Count;

    /// <summary>Returns what is new, run by run, and forgets the runs that are no longer kept.</summary>
    public IEnumerable<RunMessage> Next()
    {
        ImmutableList<Run> current = runs.Items;
        foreach (Run run in current)
        {
            if (!_readers.TryGetValue(run, out RunReader? reader))
            {
                _readers.Add(run, reader = new RunReader(run));
            }

            if (reader.Next() is { } message)
            {
                yield return message;
            }
        }

        // Each current run has a reader, so there are more readers only if runs were dropped.
        if (_readers.Count > current.Count)
        {
            foreach (Run dropped in _readers.Keys.Except(current).ToArray())
            {
                _readers.Remove(dropped);
            }
        }
    }
}
