using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Steps that two threads take together, each with half of the first layer's inputs: its part of the batch, of the weights and of their
/// update. The layers after the first are small; each thread computes all of them, on its own copies, which stay equal. So the threads meet
/// once a step, and only the sums of the halves go from core to core. The results are those of one thread, bit for bit.
/// </summary>
internal sealed class PairedSteps : IDisposable
{
    private const int Pair = 2;

    // Read the clock every so many spins: reading it costs about as much as one spin.
    private const int SpinsPerClockRead = 16;

    private readonly LayerStack _layers;
    private readonly ThreadTeam _team;
    private readonly ThreadTeam _pair;
    private readonly StepHalf[] _halves;
    private readonly Action<int, long> _runHalf;

    // For each half the number of the last step whose sums it has computed; negative if it failed to.
    private readonly PaddedLong[] _sums = new PaddedLong[Pair];

    // The rows of steps with even and with odd numbers: of the present step, and of the next as far as it is known.
    private readonly BatchRows[] _rows = [new(), new()];

    // Both threads read these. They are written only when they change, so that they stay in the caches of both cores.
    private TrainingData? _data;
    private bool _isCaughtUp;
    private Result _result;

    /// <summary>Makes the second half.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="optimizer">Their states.</param>
    /// <param name="layers">The layers, for which <see cref="Suits"/> was true.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="options">How the network is trained.</param>
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

    /// <summary>Whether the other thread did not come to the last of these steps.</summary>
    public bool WasLeftAlone { get; private set; }

    /// <summary>
    /// Whether a network suits such steps: its first layer is split in two and worth sharing, and half of what follows is not worth sharing.
    /// </summary>
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

    /// <summary>Takes a step; where the loss is not finite, nothing is changed.</summary>
    public EvaluationResult Step(in StepBatch batch)
    {
        if (_data != batch.Data)
        {
            _data = batch.Data;
        }

        long step = _pair.JointJobs + 1;
        _rows[step % Pair].Set(batch.Rows);
        _rows[(step + 1) % Pair].Set(batch.NextRows);

        // The first half owns the memory of all sums, so it must be there before either begins.
        _layers.EnsureRoom(batch.Rows.Length);

        // Within the step each thread works alone: layers must not share their work on the team.
        _team.IsAlone = true;
        try
        {
            _pair.RunBeside(_runHalf);
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

    /// <summary>Call this after weights or states were changed other than by these steps: the second half then copies them again.</summary>
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
        bool isAlone = !AreSumsThere(1, step, patience: Stopwatch.GetTimestamp() - start);
        if (WasLeftAlone != isAlone)
        {
            WasLeftAlone = isAlone;
        }

        if (isAlone)
        {
            Forget();
            _halves[0].SumOther(batch);
        }

        // If the other half failed, its exception is thrown once this one has ended.
        if (isAlone || !HasFailed(1))
        {
            _result.Value = _halves[0].Finish(batch);
        }
    }

    private void RunSecond(in StepBatch batch, long step)
    {
        Sum(1, batch, step);
        AreSumsThere(0, step, patience: long.MaxValue);
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
            // So that the other half neither waits for ever nor goes on.
            Volatile.Write(ref _sums[half].Value, -step);
            throw;
        }
    }

    private bool HasFailed(int half) => Volatile.Read(ref _sums[half].Value) < 0;

    // Measures from the first call, at which the start is 0.
    private static bool HasPassed(ref long start, long patience)
    {
        long now = Stopwatch.GetTimestamp();
        start = start == 0 ? now : start;
        return now - start > patience;
    }

    // Waits for the sums of a half. If no thread has begun that half after so many ticks of the clock, it is left out and there are no sums.
    private bool AreSumsThere(int half, long step, long patience)
    {
        long start = 0;
        for (int i = 1; Math.Abs(Volatile.Read(ref _sums[half].Value)) != step; i++)
        {
            if (i % SpinsPerClockRead == 0 && HasPassed(ref start, patience))
            {
                if (_pair.TryLeaveOut(half))
                {
                    return false;
                }

                patience = long.MaxValue;
            }

            Waiting.Pause(i, JointJob.SpinsBetweenLooks);
        }

        return true;
    }

    // On cache lines of its own: see PaddedLong.
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct Result
    {
        [FieldOffset(128)]
        public EvaluationResult Value;
    }
}
