namespace MLNetDeep.Neural.Cpu;

/// <summary>A <see cref="SimpleRNN"/>, an <see cref="LSTM"/> or a <see cref="GRU"/>.</summary>
internal sealed class RecurrentCpuLayer : CpuLayer
{
    private readonly RecurrentRows _rows = new();
    private readonly RecurrentDirection _direction;
    private readonly SequenceLengths? _lengths;
    private readonly int _time;

    public RecurrentCpuLayer(RecurrentLayer layer, LayerContext context)
        : base(context.OutputShape)
    {
        _lengths = context.Lengths;
        _time = context.InputShape[0];
        _direction = new RecurrentDirection(layer, context, _rows, new RecurrentOutput(this, layer.Units, null, isSecond: false), isSecond: false);
    }

    /// <inheritdoc/>
    public override long WorkFor(int rows) => _direction.WorkFor(rows);

    public override void EnsureRows(int rows, bool training)
    {
        base.EnsureRows(rows, training);
        _rows.EnsureRows(rows, _time);
        _direction.EnsureRows(rows, training);
    }

    public override void Forward(int rows, long? step)
    {
        _rows.Sort(rows, _time, _lengths is null ? [] : _lengths.Span);
        _direction.Forward(step);
    }

    public override void Backward(int rows, Activations? inputGradient, CpuUpdate update)
    {
        _direction.Backward(inputGradient, adds: false, other: null);
        _direction.Update(update);
    }
}
