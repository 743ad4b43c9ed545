namespace MLNetDeep.Neural.Cpu;

/// <summary>One thread's half of <see cref="PairedSteps"/>: one part of the first layer's inputs, and all of the other layers.</summary>
/// <remarks>
/// Each half has its own layers, weights and optimizer states; only the first layer's weights and their states are shared.
/// </remarks>
internal sealed class StepHalf
{
    private readonly LayerStack _layers;
    private readonly CpuLoss _loss;
    private readonly CpuOptimizer _optimizer;
    private readonly CpuParameters _weights;
    private readonly SplitInputDense _first;
    private readonly int _part;
    private bool _hasBothParts;

    /// <summary>Creates a half.</summary>
    /// <param name="weights">The weights; the halves share those of the first layer.</param>
    /// <param name="optimizer">The optimizer of these weights; the halves share its states for the first layer's weights.</param>
    /// <param name="layers">The layers; the first is a <see cref="SplitInputDense"/>.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="part">This half's part of the first layer's inputs.</param>
    public StepHalf(CpuParameters weights, CpuOptimizer optimizer, LayerStack layers, CpuLoss loss, int part)
    {
        _weights = weights;
        _optimizer = optimizer;
        _layers = layers;
        _loss = loss;
        _first = (SplitInputDense)layers.Layers[0];
        _part = part;
    }

    /// <summary>
    /// Copies the weights and optimizer states of the other half. Needed after steps in which this half did not take part.
    /// </summary>
    public void CatchUp(StepHalf other)
    {
        _layers.Input.DiscardStagedAhead();
        _weights.CopyFrom(other._weights);
        _optimizer.CopyFrom(other._optimizer);
    }

    /// <summary>Stages this half's part of the batch and computes the first layer's partial sums over it.</summary>
    public void Sum(in StepBatch batch)
    {
        _hasBothParts = false;
        _layers.EnsureCapacity(batch.Rows.Length);
        _layers.Input.Stage(batch.Data.Features, batch.Rows, _part);
        _first.SumPart(batch.Rows.Length, _part);
    }

    /// <summary>
    /// Computes the partial sums of the other half's part too, and makes this half responsible for both parts until the step ends.
    /// </summary>
    public void SumOtherPart(in StepBatch batch)
    {
        _hasBothParts = true;
        _layers.Input.StagePart(1 - _part);
        _first.SumPart(batch.Rows.Length, 1 - _part);
    }

    /// <summary>Completes the step after all partial sums are computed, then stages this half's part of the next batch.</summary>
    public EvaluationResult Finish(in StepBatch batch)
    {
        int rows = batch.Rows.Length;
        long step = _optimizer.Steps;
        _first.ForwardFromSums();
        _layers.ForwardFrom(1, rows, step);
        EvaluationResult result = _loss.Compute(batch.Data, batch.Rows, _layers.Output, _layers.OutputGradient, training: true);
        if (double.IsFinite(result.LossSum))
        {
            Update(rows, _optimizer.NextStep());
        }

        if (!batch.NextRows.IsEmpty)
        {
            _layers.Input.Advance(batch.Data.Features, batch.NextRows, _part);
        }

        GC.KeepAlive(this);
        return result;
    }

    private void Update(int rows, CpuUpdate update)
    {
        update.Begin();
        _layers.Backward(1, rows, update);
        (int first, int end) = _hasBothParts ? (0, 2) : (_part, _part + 1);
        _first.UpdateParts(update, first, end);
        update.RunDeferred();
    }
}
