using System.Diagnostics;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Finds out whether a team of threads is faster than the caller alone, which for small networks depends on how long the machine takes to
/// move memory from core to core: now and then a few steps are taken either way and timed. Results are the same in both.
/// </summary>
/// <param name="team">The team.</param>
internal sealed class TeamTuner(ThreadTeam team)
{
    // The first steps are compiled while they run, and say nothing.
    private const int StepsBefore = 64;
    private const int StepsBetween = 1024;
    private const int StepsEachWay = 8;

    private long _step;
    private long _start;
    private long _bestAlone;
    private long _bestTogether;

    private bool IsTimed => _step >= StepsBefore && (_step - StepsBefore) % StepsBetween < 2 * StepsEachWay;

    /// <summary>Chooses for the step that begins.</summary>
    public void Begin()
    {
        if (team.Size > 1)
        {
            long step = _step < StepsBefore ? -1 : (_step - StepsBefore) % StepsBetween;
            if (step == 0)
            {
                (_bestAlone, _bestTogether) = (long.MaxValue, long.MaxValue);
            }

            team.IsAlone = step switch
            {
                < 0 => false,
                < StepsEachWay => true,
                < 2 * StepsEachWay => false,
                _ => _bestAlone < _bestTogether,
            };
            _start = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>Times the step that ends.</summary>
    public void End()
    {
        if (team.Size > 1)
        {
            long time = Stopwatch.GetTimestamp() - _start;
            if (IsTimed)
            {
                ref long best = ref team.IsAlone ? ref _bestAlone : ref _bestTogether;
                best = Math.Min(best, time);
            }

            _step++;
        }
    }
}
