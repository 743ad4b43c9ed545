namespace MLNetDeep.Neural.Cpu;

/// <summary>Two recurrent layers that read the same rows in opposite directions and join their outputs.</summary>
internal sealed class BidirectionalLayer : CpuLayer
{
    private readonly RecurrentRows _rows = new();
    private readonly RecurrentDirection _first;
    private readonly RecurrentDirection _second;
    private readonly SequenceLengths? _lengths;
    private readonly int _time;

    public BidirectionalLayer(Bidirectional layer, LayerContext context)
        : base(context.OutputShape)
    {
        _lengths = context.Lengths;
        _time = context.InputShape[0];
        _first = Direction(isSecond: false);
        _second = Direction(isSecond: true);

        RecurrentDirection Direction(bool isSecond) => new(
            layer.Layer, context, _rows, new RecurrentOutput(this, layer.Layer.Units, layer.MergeMode, isSecond), isSecond);
    }

    /// <inheritdoc/>
    public override long WorkFor(int rows) => _first.WorkFor(rows) + _second.WorkFor(rows);

    public override void EnsureRows(int rows, bool training)
    {
        base.EnsureRows(rows, training);
        _rows.EnsureRows(rows, _time);
        _first.EnsureRows(rows, training);
        _second.EnsureRows(rows, training);
    }

    public override void Forward(int rows, long? step)
    {
        _rows.Sort(rows, _time, _lengths is null ? [] : _lengths.Span);
        _first.Forward(step);
        _second.Forward(step);
    }

    public override void Backward(int rows, Activations? inputGradient, CpuUpdate update)
    {
        _first.Backward(inputGradient, adds: false, _second);
        _second.Backward(inputGradient, adds: true, _first);
        _first.Update(update);
        _second.Update(update);
    }
}
