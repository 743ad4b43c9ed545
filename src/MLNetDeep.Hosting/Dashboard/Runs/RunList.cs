using System.Collections.Immutable;

namespace MLNetDeep.Hosting;

/// <summary>The runs that the page shows: the newest ones, in the order in which they began.</summary>
internal sealed class RunList
{
    /// <summary>The number of runs that are kept; the oldest is dropped for a new one.</summary>
    public const int Capacity = 50;

    private readonly Lock _lock = new();
    private ImmutableList<Run> _runs = [];
    private int _count;

    public ImmutableList<Run> Items => Volatile.Read(ref _runs);

    /// <summary>Adds a run.</summary>
    /// <param name="create">Creates the run with its number, counted from 1.</param>
    public Run Add(Func<int, Run> create)
    {
        lock (_lock)
        {
            Run run = create(++_count);
            Volatile.Write(ref _runs, (_runs.Count < Capacity ? _runs : _runs.RemoveAt(0)).Add(run));
            return run;
        }
    }

    /// <summary>Returns the run with this number; null if there is none.</summary>
    public Run? Find(int number) => Items.Find(run => run.Number == number);
}
