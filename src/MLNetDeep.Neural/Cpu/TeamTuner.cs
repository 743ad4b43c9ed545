using System.Diagnostics;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Finds out whether a team of threads is faster than the caller alone, which for small networks depends on how long the machine takes to
/// move memory from core to core: now and then a few steps are taken either way, and the medians of their times compared. Results are the
/// same in both.
/// </summary>
/// <param name="team">The team.</param>
internal sealed class TeamTuner(ThreadTeam team)
{
    // The first steps are compiled while they run, and say nothing.
    private const int StepsBefore = 64;
    private const int StepsBetween = 512;
    private const int StepsEachWay = 9;

    private readonly long[] _alone = new long[StepsEachWay];
    private readonly long[] _together = new long[StepsEachWay];
    private long _step;
    private long _start;
    private bool _isAloneFaster;

    // The step's number since steps were last timed; negative before that.
    private long Turn => _step < StepsBefore ? -1 : (_step - StepsBefore) % StepsBetween;

    /// <summary>Chooses for the step that begins.</summary>
    public void Begin()
    {
        if (team.Size > 1)
        {
            team.IsAlone = Turn switch
            {
                < 0 => false,
                < StepsEachWay => true,
                < 2 * StepsEachWay => false,
                _ => _isAloneFaster,
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
            long turn = Turn;
            if (turn is >= 0 and < 2 * StepsEachWay)
            {
                (turn < StepsEachWay ? _alone : _together)[turn % StepsEachWay] = time;
                if (turn == (2 * StepsEachWay) - 1)
                {
                    Array.Sort(_alone);
                    Array.Sort(_together);
                    _isAloneFaster = _alone[StepsEachWay / 2] < _together[StepsEachWay / 2];
                }
            }

            // For what comes between steps.
            team.IsAlone = _isAloneFaster;
            _step++;
        }
    }
}
