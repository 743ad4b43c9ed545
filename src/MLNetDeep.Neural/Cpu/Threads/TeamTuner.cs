using System.Diagnostics;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Measures whether training steps are faster with a team of threads or on the caller's thread alone, and sets the faster mode.
/// </summary>
/// <remarks>
/// For small networks the result depends on how fast the machine moves cache lines between cores. A trial runs some steps alone, then some
/// with the team, and compares the median times. Trials become rarer while the result stays the same. If the team becomes slower, a trial
/// starts at once. If steps are long, a trial ends after a few steps alone that are clearly slower than those with the team before. The
/// trained weights do not depend on the mode.
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

    // A trial ends after so many steps alone in a row that take over 1.25 times as long as the last steps with the team, if those took 200 µs or
    // more: in such steps, moving data between caches takes little time.
    private const int ClearSteps = 3;
    private static readonly long s_longStep = Stopwatch.Frequency / 5000;

    // The operating system may leave a woken thread on the caller's processor for some milliseconds. Warm-up lasts until the thread takes
    // part in a step, up to 10 ms.
    private static readonly long s_maxWakeTime = Stopwatch.Frequency / 100;

    private readonly long[] _aloneTimes = new long[TimedSteps];
    private readonly long[] _teamTimes = new long[TimedSteps];

    // The times of the last steps with the team outside trials, in no order.
    private readonly long[] _lastTimes = new long[TimedSteps];
    private int _lastCount;

    // Their median when the trial began; 0 if it is too short.
    private long _lastMedian;
    private int _slowStepsAlone;
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
                BeginTrial();
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
                RecordTrialStep(time);
            }
            else
            {
                _stepsLeft--;
                if (!_isAloneFaster)
                {
                    _lastTimes[_lastCount++ % TimedSteps] = time;
                }

                CountSlowSteps(time);
            }

            // Applies to jobs between two steps.
            team.IsAlone = _isAloneFaster;
        }
    }

    private void BeginTrial()
    {
        _stepsLeft = -2 * StepsPerKind;
        _slowStepsAlone = 0;
        _lastMedian = _isAloneFaster || _lastCount < TimedSteps ? 0 : Median(_lastTimes);
        _lastMedian = _lastMedian < s_longStep ? 0 : _lastMedian;
        _lastCount = 0;
    }

    private void RecordTrialStep(long time)
    {
        bool isAlone = _stepsLeft < -StepsPerKind;
        int stepsAfter = (-_stepsLeft - 1) % StepsPerKind;
        if (stepsAfter < TimedSteps)
        {
            (isAlone ? _aloneTimes : _teamTimes)[stepsAfter] = time;
        }

        _slowStepsAlone = isAlone && _lastMedian > 0 && time > SlowFactor * _lastMedian ? _slowStepsAlone + 1 : 0;
        if (_slowStepsAlone == ClearSteps)
        {
            EndTrial(isAloneFaster: false, _lastMedian);
        }
        else if (++_stepsLeft == 0)
        {
            long teamMedian = Median(_teamTimes);
            EndTrial(Median(_aloneTimes) < teamMedian, teamMedian);
        }
    }

    private void EndTrial(bool isAloneFaster, long teamMedian)
    {
        (int min, int max) = isAloneFaster ? (MinStepsBetweenAlone, MaxStepsBetweenAlone) : (MinStepsBetweenTeam, MaxStepsBetweenTeam);
        _stepsBetweenTrials = isAloneFaster == _isAloneFaster ? Math.Min(IntervalGrowth * _stepsBetweenTrials, max) : min;
        _isAloneFaster = isAloneFaster;
        _stepsLeft = _stepsBetweenTrials;
        _slowSteps = 0;
        _slowTime = isAloneFaster ? long.MaxValue : (long)(SlowFactor * teamMedian);
    }

    private static long Median(long[] times)
    {
        Array.Sort(times);
        return times[TimedSteps / 2];
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
