namespace MLNetDeep.Neural.Cpu;

/// <summary>Draws the dropout masks of one direction of a recurrent layer.</summary>
internal sealed class RecurrentMasks
{
    private readonly RecurrentLayer _layer;
    private readonly BatchPart _part;
    private readonly ulong _inputKey;
    private readonly ulong _stateKey;
    private ulong _inputStepKey;
    private ulong _stateStepKey;

    public RecurrentMasks(RecurrentLayer layer, LayerContext context, bool isReverse)
    {
        _layer = layer;
        _part = context.Part;
        _inputKey = DropoutMasks.RecurrentKey(context.Seed, context.StreamIndex, ofStates: false, isReverse);
        _stateKey = DropoutMasks.RecurrentKey(context.Seed, context.StreamIndex, ofStates: true, isReverse);
    }

    /// <summary>Begins a batch. Returns whether it is trained with dropout.</summary>
    /// <param name="step">In training, the number of steps of the optimizer taken so far; null in inference.</param>
    public bool Begin(long? step)
    {
        if (step is not { } number || (_layer.Dropout == 0 && _layer.RecurrentDropout == 0))
        {
            return false;
        }

        _inputStepKey = DropoutMasks.StepKey(_inputKey, number);
        _stateStepKey = DropoutMasks.StepKey(_stateKey, number);
        return true;
    }

    /// <summary>Draws the mask of a row's features.</summary>
    public void DrawInputMask(int row, Span<float> mask) =>
        DropoutMasks.Draw(_inputStepKey, _layer.Dropout, _part.PositionOf(row), mask);

    /// <summary>Draws the mask of the values of a row's states.</summary>
    public void DrawStateMask(int row, Span<float> mask) =>
        DropoutMasks.Draw(_stateStepKey, _layer.RecurrentDropout, _part.PositionOf(row), mask);
}
