using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Runs training steps on two threads, each of which handles half of the first layer's inputs.</summary>
/// <remarks>
/// Each thread stages its half of the batch and computes and updates with its half of the first layer's weights. The layers after the first
/// are small: each thread computes all of them on its own copy of their weights, and the copies stay equal. The threads therefore
/// synchronize once per step, and only the first layer's partial sums move between cores. The results are bit-identical to those of one
/// thread.
/// </remarks>
internal sealed class PairedSteps : IDisposable
{
    private const int PairSize = 2;

    // Read the clock once every 16 spins: reading it costs about as much as one spin.
    private const int SpinsPerClockRead = 16;

    private readonly LayerStack _layers;
    private readonly ThreadTeam _team;
    private readonly ThreadTeam _pair;
    private readonly StepHalf[] _halves;
    private readonly Action<int, long> _runHalf;

    // For each half: the number of the last step whose partial sums are computed; negative if the half threw an exception in that step.
    private readonly PaddedLong[] _sumSteps = new PaddedLong[PairSize];

    // The rows of the current step and, if known, of the next step. The index is the step number modulo 2.
    private readonly BatchRows[] _rows = [new(), new()];

    // Both threads read these fields. Each field is written only when its value changes, so that it stays in the caches of both cores.
    private TrainingData? _data;
    private bool _isCaughtUp;
    private Result _result;

    /// <summary>Creates both halves. The second half shares the first layer's weights and has copies of everything else.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="optimizer">The optimizer of these weights.</param>
    /// <param name="layers">The layers, for which <see cref="Suits"/> returned true.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="options">The options of the training.</param>
    /// <param name="team">The threads of <paramref name="layers"/>, two or more.</param>
    public PairedSteps(CpuParameters weights, CpuOptimizer optimizer, LayerStack layers, CpuLoss loss, FitOptions options, ThreadTeam team)
    {
        int shared = ((SplitInputDense)layers.Layers[0]).WeightIndex;
        CpuParameters copy = weights.CopyExcept(shared);
        LayerStack partner = new(layers.Plan, copy, ThreadTeam.CallerOnly, options.BatchSize, options.Seed, layers);
        CpuLoss partnerLoss = CpuLoss.For(options.LossFor(weights.Spec), ThreadTeam.CallerOnly, options.ClassWeights);
        _layers = layers;
        _team = team;
        _halves = [new(weights, optimizer, layers, loss, 0), new(copy, optimizer.CopyExcept(shared, copy), partner, partnerLoss, 1)];
        _runHalf = RunHalf;
        _pair = team.Size == PairSize ? team : new ThreadTeam(PairSize);
    }

    /// <summary>Whether the caller took the last step alone because the other thread did not begin in time.</summary>
    public bool WasLeftAlone { get; private set; }

    /// <summary>Whether a network can use paired steps and is likely to be faster with them.</summary>
    /// <remarks>
    /// This is so if the first layer is trained, split in two and large enough to share between threads, and all layers after it can be replicated
    /// and are too small to share.
    /// </remarks>
    public static bool Suits(LayerStack layers, CpuLoss loss, int rows)
    {
        if (layers.Layers[0] is not SplitInputDense { IsHalved: true, IsTrained: true } first || !ThreadTeam.IsWorthSharing(first.WorkFor(rows)))
        {
            return false;
        }

        long rest = loss.WorkFor(rows, layers.Output);
        foreach (CpuLayer layer in layers.Layers.AsSpan()[1..])
        {
            if (!layer.CanReplicate)
            {
                return false;
            }

            rest += layer.WorkFor(rows);
        }

        return !ThreadTeam.IsWorthSharing(rest / PairSize);
    }

    /// <summary>Runs a training step. If the loss is not finite, the weights do not change.</summary>
    public EvaluationResult Step(in StepBatch batch)
    {
        if (_data != batch.Data)
        {
            _data = batch.Data;
        }

        long step = _pair.JointJobCount + 1;
        _rows[step % PairSize].Set(batch.Rows);
        _rows[(step + 1) % PairSize].Set(batch.NextRows);

        // The first half owns the memory for the sums of both, so it is allocated before either half begins.
        _layers.EnsureCapacity(batch.Rows.Length);

        // Within the step each thread computes its half alone: layers must not run jobs on the team.
        _team.IsAlone = true;
        try
        {
            _pair.RunJoint(_runHalf);
            return _result.Value;
        }
        catch
        {
            RequireCatchUp();
            throw;
        }
        finally
        {
            _team.IsAlone = false;
        }
    }

    /// <summary>
    /// Makes the second half copy weights and states again at the next step. Call this after any other code has changed them.
    /// </summary>
    public void RequireCatchUp()
    {
        if (_isCaughtUp)
        {
            _isCaughtUp = false;
        }
    }

    public void Dispose()
    {
        if (_pair != _team)
        {
            _pair.Dispose();
        }
    }

    private void RunHalf(int half, long step)
    {
        StepBatch batch = new(_data!, _rows[step % PairSize].Span, _rows[(step + 1) % PairSize].Span);
        if (half == 0)
        {
            RunFirstHalf(batch, step);
        }
        else
        {
            RunSecondHalf(batch, step);
        }
    }

    private void RunFirstHalf(in StepBatch batch, long step)
    {
        long start = Stopwatch.GetTimestamp();
        Sum(0, batch, step);
        bool isAlone = !TryWaitForSums(1, step, maxWait: Stopwatch.GetTimestamp() - start);
        if (WasLeftAlone != isAlone)
        {
            WasLeftAlone = isAlone;
        }

        if (isAlone)
        {
            RequireCatchUp();
            _halves[0].SumOtherPart(batch);
        }

        // If the other half threw an exception, it is rethrown after this half has ended.
        if (isAlone || !HasFailed(1))
        {
            _result.Value = _halves[0].Finish(batch);
        }
    }

    private void RunSecondHalf(in StepBatch batch, long step)
    {
        Sum(1, batch, step);
        TryWaitForSums(0, step, maxWait: long.MaxValue);
        if (!HasFailed(0))
        {
            _halves[1].Finish(batch);
        }
    }

    private void Sum(int half, in StepBatch batch, long step)
    {
        try
        {
            if (half == 1 && !_isCaughtUp)
            {
                _halves[1].CatchUp(_halves[0]);
                _isCaughtUp = true;
            }

            _halves[half].Sum(batch);
            Volatile.Write(ref _sumSteps[half].Value, step);
        }
        catch
        {
            // Signals the other half to stop waiting and not to continue.
            Volatile.Write(ref _sumSteps[half].Value, -step);
            throw;
        }
    }

    private bool HasFailed(int half) => Volatile.Read(ref _sumSteps[half].Value) < 0;

    // Returns whether the time has elapsed since start. The first call passes start = 0, which is set to the current time.
    private static bool HasElapsed(ref long start, long time)
    {
        long now = Stopwatch.GetTimestamp();
        start = start == 0 ? now : start;
        return now - start > time;
    }

    // Waits until a half has computed its sums. If no thread has begun that half after maxWait clock ticks, the half is skipped
    // and the result is false.
    private bool TryWaitForSums(int half, long step, long maxWait)
    {
        long start = 0;
        for (int i = 1; Math.Abs(Volatile.Read(ref _sumSteps[half].Value)) != step; i++)
        {
            if (i % SpinsPerClockRead == 0 && HasElapsed(ref start, maxWait))
            {
                if (_pair.TrySkip(half))
                {
                    return false;
                }

                maxWait = long.MaxValue;
            }

            SpinPause.Wait(i, JointJob.SpinsPerCheck);
        }

        return true;
    }

    // Occupies its own cache lines, to avoid false sharing: see PaddedLong.
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct Result
    {
        [FieldOffset(128)]
        public EvaluationResult Value;
    }
}
