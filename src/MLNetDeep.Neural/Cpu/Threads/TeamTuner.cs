using System.Diagnostics;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Finds out whether a team of threads is faster than the caller alone, which for small networks depends on how long the machine takes to
/// move memory from core to core: now and then a few steps are taken either way, and the medians of their times compared. The more rarely
/// the longer that has given the same answer, but at once when the team has become slower. Results are the same in both.
/// </summary>
/// <param name="team">The team.</param>
internal sealed class TeamTuner(ThreadTeam team)
{
    private const int StepsTimed = 9;

    // Before those that are timed, each way: threads wake up, and memory goes to the core that works with it.
    private const int StepsToWarmUp = 8;
    private const int StepsEachWay = StepsToWarmUp + StepsTimed;

    // The first steps are compiled while they run, and say nothing.
    private const int StepsBefore = 64;

    // Between trials. Alone, nothing else shows that a team has become faster, or that its threads only came late.
    private const int FewestBetweenAlone = 64;
    private const int MostBetweenAlone = 512;
    private const int FewestBetweenTogether = 256;
    private const int MostBetweenTogether = 8192;
    private const int Growth = 2;

    // So many steps more that took this much longer than the trial's than did not.
    private const int ManySlowSteps = 16;
    private const double Slow = 1.25;

    // A thread that has just been woken may be on the caller's processor until the system moves it: a hundredth of a second, the steps that
    // are timed wait for it.
    private static readonly long s_patience = Stopwatch.Frequency / 100;

    private readonly long[] _alone = new long[StepsTimed];
    private readonly long[] _together = new long[StepsTimed];
    private bool _isAloneFaster;
    private long _start;
    private long _togetherStart;

    // Steps to the next trial; negative within one: the steps to its end.
    private int _stepsLeft = StepsBefore;
    private int _stepsBetween = FewestBetweenTogether / Growth;
    private int _slowSteps;
    private long _slowTime = long.MaxValue;

    /// <summary>Chooses for the step that begins.</summary>
    public void Begin()
    {
        if (team.Size > 1)
        {
            if (_stepsLeft == 0)
            {
                _stepsLeft = -2 * StepsEachWay;
            }

            team.IsAlone = _stepsLeft < -StepsEachWay || (_stepsLeft > 0 && _isAloneFaster);
            _start = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>Times the step that ends.</summary>
    /// <param name="wasLeftAlone">Whether the team did not come, though it was wanted.</param>
    public void End(bool wasLeftAlone)
    {
        if (team.Size > 1)
        {
            long time = Stopwatch.GetTimestamp() - _start;
            if (_stepsLeft == -StepsEachWay)
            {
                _togetherStart = _start;
            }

            bool isWarmingUp = _stepsLeft is >= -StepsEachWay and < -StepsTimed;
            if (isWarmingUp && wasLeftAlone && _start - _togetherStart < s_patience)
            {
                _stepsLeft = -StepsEachWay + 1;
            }
            else if (_stepsLeft < 0)
            {
                int stepsAfter = (-_stepsLeft - 1) % StepsEachWay;
                if (stepsAfter < StepsTimed)
                {
                    (_stepsLeft < -StepsEachWay ? _alone : _together)[stepsAfter] = time;
                }

                if (++_stepsLeft == 0)
                {
                    Judge();
                }
            }
            else
            {
                _stepsLeft--;
                Watch(time);
            }

            // For what comes between steps.
            team.IsAlone = _isAloneFaster;
        }
    }

    private void Judge()
    {
        Array.Sort(_alone);
        Array.Sort(_together);
        long alone = _alone[StepsTimed / 2], together = _together[StepsTimed / 2];
        bool wasAloneFaster = _isAloneFaster;
        _isAloneFaster = alone < together;
        (int fewest, int most) = _isAloneFaster ? (FewestBetweenAlone, MostBetweenAlone) : (FewestBetweenTogether, MostBetweenTogether);
        _stepsBetween = _isAloneFaster == wasAloneFaster ? Math.Min(Growth * _stepsBetween, most) : fewest;
        _stepsLeft = _stepsBetween;
        _slowSteps = 0;
        _slowTime = _isAloneFaster ? long.MaxValue : (long)(Slow * together);
    }

    private void Watch(long time)
    {
        _slowSteps = time > _slowTime ? _slowSteps + 1 : Math.Max(0, _slowSteps - 1);
        if (_slowSteps == ManySlowSteps)
        {
            _slowSteps = 0;
            _stepsLeft = 0;
            _stepsBetween = FewestBetweenTogether / Growth;
        }
    }
}
