namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// What one of two threads does of a step: of the first layer its part of the inputs, of all that follows everything, with layers, weights
/// and states of its own. See <see cref="PairedSteps"/>.
/// </summary>
internal sealed class StepHalf
{
    private readonly CpuForward _forward;
    private readonly CpuOptimizer _optimizer;
    private readonly CpuParameters _weights;
    private readonly SplitInputDense _first;
    private readonly int _part;
    private bool _hasBoth;

    /// <summary>Makes a side.</summary>
    /// <param name="weights">The weights; those of the first layer may be another side's as well.</param>
    /// <param name="optimizer">Their states, likewise.</param>
    /// <param name="forward">The layers, of which the first is cut.</param>
    /// <param name="part">The side's part of the first layer's inputs.</param>
    public StepHalf(CpuParameters weights, CpuOptimizer optimizer, CpuForward forward, int part)
    {
        _weights = weights;
        _optimizer = optimizer;
        _forward = forward;
        _first = (SplitInputDense)forward.Layers[0];
        _part = part;
    }

    /// <summary>Takes over what another side has learned, after steps in which this one had no part.</summary>
    public void CatchUp(StepHalf other)
    {
        _forward.Input.ForgetAhead();
        _weights.CopyFrom(other._weights);
        _optimizer.CopyFrom(other._optimizer);
    }

    /// <summary>Brings in this side's part of the batch and computes the first layer's sums over it.</summary>
    public void Sum(in StepBatch batch)
    {
        _hasBoth = false;
        _forward.EnsureRoom(batch.Rows.Length, training: true);
        _forward.Input.Stage(batch.Data.Features, batch.Rows, _part);
        _first.SumPart(batch.Rows.Length, _part);
    }

    /// <summary>Does the same with the other part, which is this side's for the rest of the step.</summary>
    public void SumOther(in StepBatch batch)
    {
        _hasBoth = true;
        _forward.Input.StagePart(1 - _part);
        _first.SumPart(batch.Rows.Length, 1 - _part);
    }

    /// <summary>Does the rest of the step, once all sums are there; then brings in this side's part of the next batch.</summary>
    public EvaluationResult Finish(in StepBatch batch)
    {
        int rows = batch.Rows.Length;
        long step = _optimizer.Steps;
        _first.ForwardFromSums();
        _forward.RunLayers(1, rows, step);
        EvaluationResult result = _forward.Judge(batch.Data, batch.Rows, training: true);
        if (double.IsFinite(result.LossSum))
        {
            Update(rows, _optimizer.NextStep());
        }

        if (!batch.NextRows.IsEmpty)
        {
            _forward.Input.Advance(batch.Data.Features, batch.NextRows, _part);
        }

        GC.KeepAlive(this);
        return result;
    }

    private void Update(int rows, CpuUpdate update)
    {
        update.Begin();
        _forward.Backward(1, rows, update);
        (int first, int end) = _hasBoth ? (0, 2) : (_part, _part + 1);
        _first.UpdateParts(update, first, end);
        update.RunDeferred();
    }
}
