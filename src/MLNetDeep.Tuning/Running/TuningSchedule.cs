using System.Collections.Immutable;

namespace MLNetDeep.Tuning;

/// <summary>Decides which trials train on which rungs. It depends on the outcomes alone, and not on their order.</summary>
internal sealed class TuningSchedule(SearchSpace space, int seed, TuningMetric metric, ImmutableArray<TuningRung> rungs)
{
    private readonly Dictionary<(int Trial, int Rung), TrialOutcome> _outcomes = [];
    private int _rung;
    private ImmutableArray<int> _members = [.. Enumerable.Range(0, rungs[0].Trials)];

    public ImmutableArray<TuningRung> Rungs => rungs;

    /// <summary>The number of trainings that have ended.</summary>
    public int Completed => _outcomes.Count;

    /// <summary>The number of trainings of the whole search, if none fails.</summary>
    public int Total => rungs.Sum(rung => rung.Trials);

    public void Add(TrialOutcome outcome) => _outcomes[outcome.Key] = outcome;

    /// <summary>Returns the trainings that may run now and have not ended. None: the search is at its end.</summary>
    public IReadOnlyList<(int Trial, int Rung)> Pending()
    {
        while (true)
        {
            (int Trial, int Rung)[] pending = [.. _members.Select(trial => (trial, _rung)).Where(key => !_outcomes.ContainsKey(key))];
            if (pending.Length > 0 || _rung == rungs.Length - 1)
            {
                return pending;
            }

            _members = Promoted(_rung);
            _rung++;
        }
    }

    /// <summary>
    /// Returns the trainings whose state may be needed: those that are or may yet be promoted from the current rung, and those before the
    /// trainings that are running on it.
    /// </summary>
    public IReadOnlySet<(int Trial, int Rung)> MayGoOn()
    {
        HashSet<(int Trial, int Rung)> keys = [.. Pending().Select(key => (key.Trial, key.Rung - 1))];
        if (_rung < rungs.Length - 1)
        {
            keys.UnionWith(Promoted(_rung).Select(trial => (trial, _rung)));
        }

        return keys;
    }

    /// <summary>Returns the best training so far: that with the least cost; of equals the trial with the lowest number, on its last rung.</summary>
    public TrialOutcome? Best() => _outcomes.Values.Where(outcome => outcome.Value is not null)
        .OrderBy(Cost).ThenBy(outcome => outcome.Trial).ThenByDescending(outcome => outcome.Rung).FirstOrDefault();

    /// <summary>Whether a training is better than each that has ended.</summary>
    public bool IsBetterThanAll(TrialOutcome outcome) => outcome.Value is not null && (Best() is not { } best || IsBetter(outcome, best));

    /// <summary>Whether a training is better than another; both have values.</summary>
    public bool IsBetter(TrialOutcome outcome, TrialOutcome other) =>
        (Cost(outcome), outcome.Trial, -outcome.Rung).CompareTo((Cost(other), other.Trial, -other.Rung)) < 0;

    /// <summary>Whether a training that has just ended on a rung may be promoted to the next.</summary>
    public bool MayBePromoted(TrialOutcome outcome) => outcome.Value is not null && outcome.Rung < rungs.Length - 1
        && _outcomes.Values.Count(other => other.Rung == outcome.Rung && other.Value is not null && IsBetter(other, outcome))
            < rungs[outcome.Rung + 1].Trials;

    /// <summary>Returns the trials with their results, by number.</summary>
    public ImmutableArray<TrialResult> Results() =>
        [.. _outcomes.Keys.Select(key => key.Trial).Distinct().Order().Select(Result)];

    public TrialResult Result(int trial)
    {
        ImmutableArray<RungResult> results =
        [
            .. _outcomes.Values.Where(outcome => outcome.Trial == trial).OrderBy(outcome => outcome.Rung).Select(outcome => outcome.ToResult()),
        ];
        RungResult? best = results.Where(result => result.Failure is null)
            .OrderBy(result => metric.Cost(result.Value)).ThenByDescending(result => result.Rung).FirstOrDefault();
        return new TrialResult(trial, new TrialValues(space, seed, trial), results, best);
    }

    // The best of the outcomes of a rung, as many as the next rung has.
    private ImmutableArray<int> Promoted(int rung) =>
    [
        .. _members.Where(trial => _outcomes.TryGetValue((trial, rung), out TrialOutcome? outcome) && outcome.Value is not null)
            .OrderBy(trial => Cost(_outcomes[(trial, rung)])).ThenBy(trial => trial)
            .Take(rungs[rung + 1].Trials).Order(),
    ];

    private double Cost(TrialOutcome outcome) => metric.Cost(outcome.Value!.Value);
}
