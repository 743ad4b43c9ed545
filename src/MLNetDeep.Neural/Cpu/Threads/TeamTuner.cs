using System.Diagnostics;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Decides from measured times whether a team of threads or the caller alone runs the next training step.</summary>
/// <remarks>
/// For small networks the answer depends on how fast the machine moves cache lines between cores. A trial takes a few steps alone and a few
/// with the team, and compares the median times. Trials become rarer while the answer stays the same; a slower team starts one at once.
/// The results of the steps do not depend on the choice.
/// </remarks>
/// <param name="team">The team, whose <see cref="ThreadTeam.IsAlone"/> is set.</param>
internal sealed class TeamTuner(ThreadTeam team)
{
    private const int TimedSteps = 9;

    // Untimed steps before the timed ones of either kind: threads wake up, and memory moves to the caches of the cores that use it.
    private const int WarmUpSteps = 8;
    private const int StepsPerKind = WarmUpSteps + TimedSteps;

    // Steps before the first trial: the runtime compiles the code while they run, so their times say nothing.
    private const int InitialSteps = 64;

    // Steps between two trials. They are fewer while the caller is alone, since only a trial can then show that the team has become faster.
    private const int MinStepsBetweenAlone = 64;
    private const int MaxStepsBetweenAlone = 512;
    private const int MinStepsBetweenTeam = 256;
    private const int MaxStepsBetweenTeam = 8192;
    private const int IntervalGrowth = 2;

    // Retune once slow steps (over 1.25 times the trial's median) outnumber fast ones by 16.
    private const int SlowStepLimit = 16;
    private const double SlowFactor = 1.25;

    // The system may leave a woken thread on the caller's processor for some milliseconds. Warm-up lasts until the thread comes, up to 10
    // ms.
    private static readonly long s_maxWakeTime = Stopwatch.Frequency / 100;

    private readonly long[] _aloneTimes = new long[TimedSteps];
    private readonly long[] _teamTimes = new long[TimedSteps];
    private bool _isAloneFaster;
    private long _start;
    private long _teamStart;

    // The steps before the next trial; within a trial, minus the steps before its end.
    private int _stepsLeft = InitialSteps;
    private int _stepsBetweenTrials = MinStepsBetweenTeam / IntervalGrowth;
    private int _slowSteps;
    private long _slowTime = long.MaxValue;

    /// <summary>Sets <see cref="ThreadTeam.IsAlone"/> for the step that begins.</summary>
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

    /// <summary>Records the time of the step that ends.</summary>
    /// <param name="wasLeftAlone">Whether no other thread took part in the step, though one was asked to.</param>
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

            // For jobs between two steps.
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
