using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Training steps that two threads take together, each with half of the first layer's inputs.</summary>
/// <remarks>
/// Each thread stages its half of the batch and computes and updates with its half of the first layer's weights. The layers after the first
/// are small: each thread computes all of them on its own copies, which stay equal. The threads therefore synchronize once per step, and
/// only the first layer's partial sums move between cores. The results equal those of one thread, bit for bit.
/// </remarks>
internal sealed class PairedSteps : IDisposable
{
    private const int Pair = 2;

    // Read the clock once every 16 spins: reading it costs about as much as one spin.
    private const int SpinsPerClockRead = 16;

    private readonly LayerStack _layers;
    private readonly ThreadTeam _team;
    private readonly ThreadTeam _pair;
    private readonly StepHalf[] _halves;
    private readonly Action<int, long> _runHalf;

    // By half: the number of the last step whose sums it has computed; negated if it threw an exception in that step.
    private readonly PaddedLong[] _sums = new PaddedLong[Pair];

    // The rows of the current step and of the next one, if known, indexed by step number modulo 2.
    private readonly BatchRows[] _rows = [new(), new()];

    // Both threads read these fields. They are written only when they change, so that they stay in the caches of both cores.
    private TrainingData? _data;
    private bool _isCaughtUp;
    private Result _result;

    /// <summary>Creates both halves; the second gets copies of everything but the first layer's weights.</summary>
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
        _pair = team.Size == Pair ? team : new ThreadTeam(Pair);
    }

    /// <summary>Whether the caller took the last step alone because the other thread did not begin in time.</summary>
    public bool WasLeftAlone { get; private set; }

    /// <summary>Whether paired steps suit a network.</summary>
    /// <remarks>
    /// They do if the first layer is split in two and large enough to share between threads, and all layers after it can be replicated and
    /// are too small to share.
    /// </remarks>
    public static bool Suits(LayerStack layers, CpuLoss loss, int rows)
    {
        if (layers.Layers[0] is not SplitInputDense { IsHalved: true } first || !ThreadTeam.IsWorthSharing(first.WorkFor(rows)))
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

        return !ThreadTeam.IsWorthSharing(rest / Pair);
    }

    /// <summary>Takes a step, which changes nothing if the loss is not finite.</summary>
    public EvaluationResult Step(in StepBatch batch)
    {
        if (_data != batch.Data)
        {
            _data = batch.Data;
        }

        long step = _pair.JointJobs + 1;
        _rows[step % Pair].Set(batch.Rows);
        _rows[(step + 1) % Pair].Set(batch.NextRows);

        // The first half owns the memory for the sums of both, so it is allocated before either half begins.
        _layers.EnsureRoom(batch.Rows.Length);

        // Each thread works alone within the step: layers must not run jobs on the team.
        _team.IsAlone = true;
        try
        {
            _pair.RunJoint(_runHalf);
            return _result.Value;
        }
        catch
        {
            Forget();
            throw;
        }
        finally
        {
            _team.IsAlone = false;
        }
    }

    /// <summary>Makes the second half copy weights and states again; call it after anything but these steps has changed them.</summary>
    public void Forget()
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
        StepBatch batch = new(_data!, _rows[step % Pair].Span, _rows[(step + 1) % Pair].Span);
        if (half == 0)
        {
            RunFirst(batch, step);
        }
        else
        {
            RunSecond(batch, step);
        }
    }

    private void RunFirst(in StepBatch batch, long step)
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
            Forget();
            _halves[0].SumOther(batch);
        }

        // If the other half threw an exception, it is rethrown after this half has ended.
        if (isAlone || !HasFailed(1))
        {
            _result.Value = _halves[0].Finish(batch);
        }
    }

    private void RunSecond(in StepBatch batch, long step)
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
            Volatile.Write(ref _sums[half].Value, step);
        }
        catch
        {
            // Tells the other half neither to wait forever nor to continue.
            Volatile.Write(ref _sums[half].Value, -step);
            throw;
        }
    }

    private bool HasFailed(int half) => Volatile.Read(ref _sums[half].Value) < 0;

    // The first call, with a start of 0, sets the start.
    private static bool HasElapsed(ref long start, long time)
    {
        long now = Stopwatch.GetTimestamp();
        start = start == 0 ? now : start;
        return now - start > time;
    }

    // Waits until a half has computed its sums. If no thread has begun that half after maxWait clock ticks, skips it and returns false.
    private bool TryWaitForSums(int half, long step, long maxWait)
    {
        long start = 0;
        for (int i = 1; Math.Abs(Volatile.Read(ref _sums[half].Value)) != step; i++)
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

    // On cache lines of its own, to avoid false sharing: see PaddedLong.
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct Result
    {
        [FieldOffset(128)]
        public EvaluationResult Value;
    }
}
