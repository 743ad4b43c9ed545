using System.Diagnostics;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Steps that two threads take side by side, each with half of the first layer's inputs: its part of the batch, of the weights and of their
/// update. What follows is so little that each computes all of it for itself, on copies that stay the same, rather than wait for the other.
/// So there is one point in a step at which they meet, and what goes from core to core is the sums of the halves. The results are those of
/// one thread, bit for bit.
/// </summary>
internal sealed class PairedSteps : IDisposable
{
    private const int Pair = 2;
    private const int SpinsBeforeYield = 64;

    // Values that differ in their thread lie two lines apart, which processors fetch together.
    private const int Distance = 32;

    private readonly CpuForward _forward;
    private readonly ThreadTeam _team;
    private readonly ThreadTeam _pair;
    private readonly StepSide[] _sides;
    private readonly Action<int> _runSide;

    // For each side the number of the last step for which its sums are there; negative if they could not be computed.
    private readonly int[] _sums = new int[Pair * Distance];
    private int _step;
    private bool _isCaughtUp;
    private EvaluationResult _result;

    // The batch at hand.
    private TrainingData? _data;
    private int[] _rows = [];
    private int[] _nextRows = [];
    private int _count;
    private int _nextCount;

    /// <summary>Makes the second side.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="optimizer">Their states.</param>
    /// <param name="forward">The layers, for which <see cref="Suits"/> was true.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="team">The team of <paramref name="forward"/>, of two threads or more.</param>
    public PairedSteps(CpuModel weights, CpuOptimizer optimizer, CpuForward forward, FitOptions options, ThreadTeam team)
    {
        int first = ((DenseLayer)forward.Layers[0]).Position;
        CpuModel copy = weights.CopyBut(first);
        CpuForward beside = new(copy, ThreadTeam.CallerOnly, options.BatchSize, options.Loss, options, beside: forward);
        _forward = forward;
        _team = team;
        _pair = team.Size == Pair ? team : new ThreadTeam(Pair);
        _sides = [new(weights, optimizer, forward, 0), new(copy, optimizer.CopyBut(first, copy), beside, 1)];
        _runSide = RunSide;
    }

    /// <summary>
    /// Whether a network is for this: its first layer is cut in two and worth sharing, and half of what follows would not be.
    /// </summary>
    public static bool Suits(CpuForward forward, int rows)
    {
        if (forward.Layers[0] is not CutInputLayer { IsHalved: true } first || !ThreadTeam.IsWorthSharing(first.WorkFor(rows)))
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
        _data = batch.Data;
        _count = Copy(batch.Rows, ref _rows);
        _nextCount = Copy(batch.NextRows, ref _nextRows);
        _forward.EnsureRoom(_count, training: true);
        _step = _step == int.MaxValue ? 1 : _step + 1;

        // What the layers run on the team within the step, each thread does by itself.
        _team.IsAlone = true;
        _pair.RunBeside(_runSide);
        return _result;
    }

    /// <summary>To be called when weights or states have been changed otherwise than by steps.</summary>
    public void Forget() => _isCaughtUp = false;

    public void Dispose()
    {
        if (_pair != _team)
        {
            _pair.Dispose();
        }
    }

    private static int Copy(ReadOnlySpan<int> rows, ref int[] copy)
    {
        if (copy.Length < rows.Length)
        {
            copy = new int[rows.Length];
        }

        rows.CopyTo(copy);
        return rows.Length;
    }

    private void RunSide(int side)
    {
        StepBatch batch = new(_data!, _rows.AsSpan(0, _count), _nextRows.AsSpan(0, _nextCount));
        if (side == 0)
        {
            RunFirst(batch);
        }
        else
        {
            RunSecond(batch);
        }
    }

    private void RunFirst(in StepBatch batch)
    {
        long start = Stopwatch.GetTimestamp();
        Sum(0, batch);
        long patience = Stopwatch.GetTimestamp() - start;
        bool isBoth = !AreSumsThere(1, patience);
        if (isBoth)
        {
            _sides[0].SumOther(batch);
        }

        if (isBoth || !HasFailed(1))
        {
            _result = _sides[0].Finish(batch);
        }
    }

    private void RunSecond(in StepBatch batch)
    {
        _sides[1].CatchUp(_sides[0], _isCaughtUp);
        _isCaughtUp = true;
        Sum(1, batch);
        AreSumsThere(0, long.MaxValue);
        if (!HasFailed(0))
        {
            _sides[1].Finish(batch);
        }
    }

    private void Sum(int side, in StepBatch batch)
    {
        try
        {
            _sides[side].Sum(batch);
            Volatile.Write(ref _sums[side * Distance], _step);
        }
        catch
        {
            // The other side is not to wait for ever, nor to go on.
            _isCaughtUp = false;
            Volatile.Write(ref _sums[side * Distance], -_step);
            throw;
        }
    }

    private bool HasFailed(int side) => Volatile.Read(ref _sums[side * Distance]) < 0;

    // Waits for the sums of a side; in vain, if they have not been begun for so long, and are now for whoever waits.
    private bool AreSumsThere(int side, long patience)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 1; Math.Abs(Volatile.Read(ref _sums[side * Distance])) != _step; i++)
        {
            if (Stopwatch.GetTimestamp() - start > patience)
            {
                if (_pair.TryTakeOver(side))
                {
                    return false;
                }

                patience = long.MaxValue;
            }

            Thread.SpinWait(2);
            if (i % SpinsBeforeYield == 0)
            {
                Thread.Yield();
            }
        }

        return true;
    }
}
