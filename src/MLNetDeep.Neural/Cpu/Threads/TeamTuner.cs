using System.Diagnostics;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Measures whether training steps are faster with a team of threads or on the caller's thread alone, and sets the faster mode.
/// </summary>
/// <remarks>
/// For small networks the result depends on how fast the machine moves cache lines between cores. A trial runs some steps alone, then some
/// with the team, and compares the median times. Trials become rarer while the result stays the same. If the team becomes slower, a trial
/// starts at once. The trained weights do not depend on the mode.
/// </remarks>
/// <param name="team">The team. The tuner sets its <see cref="ThreadTeam.IsAlone"/>.</param>
internal sealed class TeamTuner(ThreadTeam team)
{
    private const int TimedSteps = 9;

    // The untimed steps before the timed steps of either mode. Meanwhile threads wake up, and data move to the caches of the cores that use
    // it.
    private const int WarmUpSteps = 8;
    private const int StepsPerKind = WarmUpSteps + TimedSteps;

    // The steps before the first trial. The code is JIT-compiled during these steps, so their times are not meaningful.
    private const int InitialSteps = 64;

    // The steps between two trials. There are fewer while the caller runs alone: only a trial can show that the team has become faster.
    private const int MinStepsBetweenAlone = 64;
    private const int MaxStepsBetweenAlone = 512;
    private const int MinStepsBetweenTeam = 256;
    private const int MaxStepsBetweenTeam = 8192;
    private const int IntervalGrowth = 2;

    // A trial starts once slow steps (over 1.25 times the team's median in the last trial) outnumber faster steps by 16.
    private const int SlowStepLimit = 16;
    private const double SlowFactor = 1.25;

    // The operating system may leave a woken thread on the caller's processor for some milliseconds. Warm-up lasts until the thread takes
    // part in a step, up to 10 ms.
    private static readonly long s_maxWakeTime = Stopwatch.Frequency / 100;

    private readonly long[] _aloneTimes = new long[TimedSteps];
    private readonly long[] _teamTimes = new long[TimedSteps];
    private bool _isAloneFaster;
    private long _start;
    private long _teamStart;

    // The number of steps until the next trial; within a trial, minus the number of steps until it ends.
    private int _stepsLeft = InitialSteps;
    private int _stepsBetweenTrials = MinStepsBetweenTeam / IntervalGrowth;
    private int _slowSteps;
    private long _slowTime = long.MaxValue;

    /// <summary>Sets <see cref="ThreadTeam.IsAlone"/> for the next step and starts the clock.</summary>
    public void Begin()
    {
        if (team.Size > 1)
        {
            if (_stepsLeft == 0)
            {
                _stepsLeft = -2 * StepsPerKind;
            }

            team.IsAlone = _stepsLeft < -StepsPerKind || (_stepsLeft > 0 && _isAloneFaster);
            _start = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>Records the time of the step that has ended.</summary>
    /// <param name="wasLeftAlone">Whether the caller had to run the whole step because no other thread began in time.</param>
    public void End(bool wasLeftAlone)
    {
        if (team.Size > 1)
        {
            long time = Stopwatch.GetTimestamp() - _start;
            if (_stepsLeft == -StepsPerKind)
            {
                _teamStart = _start;
            }

            bool isWarmingUp = _stepsLeft is >= -StepsPerKind and < -TimedSteps;
            if (isWarmingUp && wasLeftAlone && _start - _teamStart < s_maxWakeTime)
            {
                _stepsLeft = -StepsPerKind + 1;
            }
            else if (_stepsLeft < 0)
            {
                int stepsAfter = (-_stepsLeft - 1) % StepsPerKind;
                if (stepsAfter < TimedSteps)
                {
                    (_stepsLeft < -StepsPerKind ? _aloneTimes : _teamTimes)[stepsAfter] = time;
                }

                if (++_stepsLeft == 0)
                {
                    CompareTimes();
                }
            }
            else
            {
                _stepsLeft--;
                CountSlowSteps(time);
            }

            // Applies to jobs between two steps.
            team.IsAlone = _isAloneFaster;
        }
    }

    private void CompareTimes()
    {
        Array.Sort(_aloneTimes);
        Array.Sort(_teamTimes);
        long aloneMedian = _aloneTimes[TimedSteps / 2], teamMedian = _teamTimes[TimedSteps / 2];
        bool wasAloneFaster = _isAloneFaster;
        _isAloneFaster = aloneMedian < teamMedian;
        (int min, int max) = _isAloneFaster ? (MinStepsBetweenAlone, MaxStepsBetweenAlone) : (MinStepsBetweenTeam, MaxStepsBetweenTeam);
        _stepsBetweenTrials = _isAloneFaster == wasAloneFaster ? Math.Min(IntervalGrowth * _stepsBetweenTrials, max) : min;
        _stepsLeft = _stepsBetweenTrials;
        _slowSteps = 0;
        _slowTime = _isAloneFaster ? long.MaxValue : (long)(SlowFactor * teamMedian);
    }

    private void CountSlowSteps(long time)
    {
        _slowSteps = time > _slowTime ? _slowSteps + 1 : Math.Max(0, _slowSteps - 1);
        if (_slowSteps == SlowStepLimit)
        {
            _slowSteps = 0;
            _stepsLeft = 0;
            _stepsBetweenTrials = MinStepsBetweenTeam / IntervalGrowth;
        }
    }
}
