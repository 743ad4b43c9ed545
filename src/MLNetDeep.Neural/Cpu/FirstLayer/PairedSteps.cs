using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Steps that two threads take side by side, each with half of the first layer's inputs: its part of the batch, of the weights and of their
/// update. What follows is so little that each computes all of it for itself, on copies that stay the same, rather than wait for the other.
/// So there is one point in a step at which they meet, and what goes from core to core is the sums of the halves. The results are those of
/// one thread, bit for bit.
/// </summary>
/// <remarks>A side is what a thread does of a step: a share of the team's joint job, a part of the inputs, and all that follows.</remarks>
internal sealed class PairedSteps : IDisposable
{
    private const int Pair = 2;

    // How often who waits looks at the clock, which takes as long as a turn of waiting.
    private const int SpinsBetweenLooks = 16;

    private readonly CpuForward _forward;
    private readonly ThreadTeam _team;
    private readonly ThreadTeam _pair;
    private readonly StepHalf[] _sides;
    private readonly Action<int, long> _runSide;

    // For each side the number of the last step for which its sums are there; negative if they could not be computed.
    private readonly PaddedLong[] _sums = new PaddedLong[Pair];

    // Of steps with even and with odd numbers: of the one at hand, and of the one after it as far as that is known.
    private readonly BatchRows[] _rows = [new(), new()];

    // What both threads read is written only where it changes, so that it stays in the caches of both cores.
    private TrainingData? _data;
    private bool _isCaughtUp;
    private Result _result;

    /// <summary>Makes the second side.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="optimizer">Their states.</param>
    /// <param name="forward">The layers, for which <see cref="Suits"/> was true.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="team">The team of <paramref name="forward"/>, of two threads or more.</param>
    public PairedSteps(CpuParameters weights, CpuOptimizer optimizer, CpuForward forward, FitOptions options, ThreadTeam team)
    {
        int first = ((DenseLayer)forward.Layers[0]).Position;
        CpuParameters copy = weights.CopyBut(first);
        CpuForward beside = new(copy, ThreadTeam.CallerOnly, options.BatchSize, options.Loss, options, beside: forward);
        _forward = forward;
        _team = team;
        _sides = [new(weights, optimizer, forward, 0), new(copy, optimizer.CopyBut(first, copy), beside, 1)];
        _runSide = RunSide;
        _pair = team.Size == Pair ? team : new ThreadTeam(Pair);
    }

    /// <summary>Whether the other thread did not come to the last of these steps.</summary>
    public bool WasLeftAlone { get; private set; }

    /// <summary>
    /// Whether a network is for this: its first layer is cut in two and worth sharing, and half of what follows would not be.
    /// </summary>
    public static bool Suits(CpuForward forward, int rows)
    {
        if (forward.Layers[0] is not SplitInputDense { IsHalved: true } first || !ThreadTeam.IsWorthSharing(first.WorkFor(rows)))
        {
            return false;
        }

        long rest = forward.Head.WorkFor(rows, forward.Output);
        foreach (CpuLayer layer in forward.Layers.AsSpan()[1..])
        {
            if (layer is NormalizationLayer)
            {
                return false;
            }

            rest += layer is DenseLayer dense ? dense.WorkFor(rows) : (long)rows * layer.Output.Stride;
        }

        return !ThreadTeam.IsWorthSharing(rest / Pair);
    }

    /// <summary>Takes a step; does nothing but judge the batch if its loss is not finite.</summary>
    public EvaluationResult Step(in StepBatch batch)
    {
        if (_data != batch.Data)
        {
            _data = batch.Data;
        }

        long step = _pair.JointJobs + 1;
        _rows[step % Pair].Set(batch.Rows);
        _rows[(step + 1) % Pair].Set(batch.NextRows);

        // The first side has the room for both sides' sums, so it must be there before either begins.
        _forward.EnsureRoom(batch.Rows.Length, training: true);

        // What the layers run on the team within the step, each thread does by itself.
        _team.IsAlone = true;
        try
        {
            _pair.RunBeside(_runSide);
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

    /// <summary>To be called when weights or states have been changed otherwise than by these steps.</summary>
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

    private void RunSide(int side, long step)
    {
        StepBatch batch = new(_data!, _rows[step % Pair].Span, _rows[(step + 1) % Pair].Span);
        if (side == 0)
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
        bool isBoth = !AreSumsThere(1, step, patience: Stopwatch.GetTimestamp() - start);
        if (WasLeftAlone != isBoth)
        {
            WasLeftAlone = isBoth;
        }

        if (isBoth)
        {
            Forget();
            _sides[0].SumOther(batch);
        }

        // Otherwise the other side's exception is thrown once this one has ended.
        if (isBoth || !HasFailed(1))
        {
            _result.Value = _sides[0].Finish(batch);
        }
    }

    private void RunSecond(in StepBatch batch, long step)
    {
        Sum(1, batch, step);
        AreSumsThere(0, step, patience: long.MaxValue);
        if (!HasFailed(0))
        {
            _sides[1].Finish(batch);
        }
    }

    private void Sum(int side, in StepBatch batch, long step)
    {
        try
        {
            if (side == 1 && !_isCaughtUp)
            {
                _sides[1].CatchUp(_sides[0]);
                _isCaughtUp = true;
            }

            _sides[side].Sum(batch);
            Volatile.Write(ref _sums[side].Value, step);
        }
        catch
        {
            // The other side is not to wait for ever, nor to go on.
            Volatile.Write(ref _sums[side].Value, -step);
            throw;
        }
    }

    private bool HasFailed(int side) => Volatile.Read(ref _sums[side].Value) < 0;

    // Counts from the first call, at which the start is 0.
    private static bool HasPassed(ref long start, long patience)
    {
        long now = Stopwatch.GetTimestamp();
        start = start == 0 ? now : start;
        return now - start > patience;
    }

    // Waits for the sums of a side. If nobody has begun that side after so many ticks of the clock, it is left out, and there will be none.
    private bool AreSumsThere(int side, long step, long patience)
    {
        long start = 0;
        for (int i = 1; Math.Abs(Volatile.Read(ref _sums[side].Value)) != step; i++)
        {
            if (i % SpinsBetweenLooks == 0 && HasPassed(ref start, patience))
            {
                if (_pair.TryLeaveOut(side))
                {
                    return false;
                }

                patience = long.MaxValue;
            }

            Waiting.Pause(i, JointJob.SpinsBetweenLooks);
        }

        return true;
    }

    // On lines of its own: see PaddedLong.
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct Result
    {
        [FieldOffset(128)]
        public EvaluationResult Value;
    }
}
