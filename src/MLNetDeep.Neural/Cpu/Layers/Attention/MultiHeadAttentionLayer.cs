using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Self-attention: one product gives the queries, keys and values of all heads, each head computes its outputs (see
/// <see cref="AttentionHead"/>), and a last product joins them. Rows are shared among threads; each row is computed by one of them.
/// </summary>
internal sealed unsafe class MultiHeadAttentionLayer : CpuLayer
{
    private readonly Projection _inner;
    private readonly Projection _outer;
    private readonly Activations _input;
    private readonly SequenceLengths? _lengths;
    private readonly BatchPart _part;
    private readonly ThreadTeam _team;
    private readonly AttentionHead[] _threads;
    private readonly int _heads;
    private readonly int _headWidth;
    private readonly int _time;
    private readonly double _dropout;
    private readonly ulong _key;
    private readonly PackedPositions _inputs;
    private readonly PackedPositions _outputs;
    private readonly PackedPositions _outputGradients;
    private readonly PackedPositions _inputGradients;
    private readonly Activations _projected;
    private readonly Activations _joined;
    private readonly Activations _projectedGradients;
    private readonly Activations _joinedGradients;
    private readonly Action<int> _forwardRow;
    private readonly Action<int> _backwardRow;
    private readonly Action<int> _transposePanel;
    private readonly Action<int> _updatePanel;

    // The state of the current batch.
    private int _rows;
    private long? _step;
    private Activations? _inputGradient;
    private CpuUpdate? _update;

    public MultiHeadAttentionLayer(MultiHeadAttention layer, LayerContext context)
        : base(context.OutputShape)
    {
        _inner = new Projection(context.Parameter("in_proj_weight"), context.FindParameter("in_proj_bias"), context.Kernels);
        _outer = new Projection(context.Parameter("out_proj.weight"), context.FindParameter("out_proj.bias"), context.Kernels);
        _input = context.Input;
        _lengths = context.Lengths;
        _part = context.Part;
        _team = context.Team;
        _heads = layer.NumHeads;
        _headWidth = AlignedBuffer.Pad(layer.KeyDim);
        _time = context.InputShape[0];
        _dropout = layer.Dropout;
        _key = DropoutMasks.LayerKey(context.Seed, context.StreamIndex);
        int features = context.InputShape[1];
        _threads = [.. Enumerable.Range(0, _team.Size).Select(_ => new AttentionHead(_time, layer.KeyDim, layer.UseCausalMask, context.Kernels))];
        _inputs = new PackedPositions(_time, features);
        _outputs = new PackedPositions(_time, features);
        _outputGradients = new PackedPositions(_time, features);
        _inputGradients = new PackedPositions(_time, features);
        _projected = new Activations([_time, _inner.Stride]);
        _joined = new Activations([_time, _heads * _headWidth]);
        _projectedGradients = new Activations([_time, _inner.Stride]);
        _joinedGradients = new Activations([_time, _heads * _headWidth]);
        _forwardRow = ForwardRow;
        _backwardRow = BackwardRow;
        _transposePanel = TransposePanel;
        _updatePanel = UpdatePanel;
    }

    private AttentionHead OwnHead => _threads[_threads.Length == 1 ? 0 : ThreadTeam.CurrentShare];

    /// <inheritdoc/>
    public override long WorkFor(int rows) =>
        (long)rows * _time * (_inner.Work + _outer.Work + (2L * _time * _heads * _headWidth));

    public override void EnsureRows(int rows, bool training)
    {
        base.EnsureRows(rows, training);
        _inputs.EnsureRows(rows);
        _outputs.EnsureRows(rows);
        _projected.EnsureRows(rows);
        _joined.EnsureRows(rows);
        if (training)
        {
            _outputGradients.EnsureRows(rows);
            _inputGradients.EnsureRows(rows);
            _projectedGradients.EnsureRows(rows);
            _joinedGradients.EnsureRows(rows);
            _inner.EnsureTransposed();
            _outer.EnsureTransposed();
            foreach (AttentionHead head in _threads)
            {
                head.EnsureTraining(_dropout > 0);
            }
        }
    }

    public override void Forward(int rows, long? step)
    {
        (_rows, _step) = (rows, step);
        _team.Run(rows, WorkFor(rows), _forwardRow);
    }

    public override void Backward(int rows, Activations? inputGradient, CpuUpdate update)
    {
        (_rows, _inputGradient, _update) = (rows, inputGradient, update);
        int panels = _inner.PanelCount + _outer.PanelCount;
        _team.Run(panels, _inner.Work + _outer.Work, _transposePanel);
        _team.Run(rows, 2 * WorkFor(rows), _backwardRow);
        if (_inner.IsTrained)
        {
            _team.Run(panels, (_inner.Work + _outer.Work) * rows * _time, _updatePanel);
        }
    }

    private static float* Position(Activations activations, int row) => activations.Pointer + ((long)row * activations.Stride);

    private int LengthOf(int row) => _lengths?.Of(row, _time) ?? _time;

    private AttentionRow HeadOf(Activations projected, int row, int head) =>
        new(Position(projected, row) + (head * _headWidth), _heads * _headWidth, LengthOf(row));

    private AttentionMasks MasksOf(int row, int head)
    {
        if (_step is not { } step)
        {
            return default;
        }

        ulong headSize = (ulong)_time * (ulong)AlignedBuffer.Pad(_time);
        ulong heads = ((ulong)_part.PositionOf(row) * (ulong)_heads) + (ulong)head;
        return new AttentionMasks(DropoutMasks.StepKey(_key, step), heads * headSize, _dropout);
    }

    private void ForwardRow(int row)
    {
        int length = LengthOf(row);
        _inner.Forward(_inputs.Pack(_input, row), _inputs.Stride, length, Position(_projected, row), _inner.Stride);
        float* joined = Position(_joined, row);
        int width = _heads * _headWidth;
        for (int head = 0; head < _heads; head++)
        {
            OwnHead.Forward(HeadOf(_projected, row, head), MasksOf(row, head), joined + (head * _headWidth), width);
        }

        // The update reads all positions.
        new Span<float>(joined + ((nint)length * width), (_time - length) * width).Clear();
        _outer.Forward(joined, width, length, _outputs.Target(Output, row), _outputs.Stride);
        _outputs.Unpack(Output, row);
    }

    private void BackwardRow(int row)
    {
        int length = LengthOf(row), width = _heads * _headWidth;
        float* joined = Position(_joinedGradients, row), projected = Position(_projectedGradients, row);
        _outer.InputGradient(_outputGradients.Pack(OutputGradient, row), _outputGradients.Stride, length, joined, width);
        for (int head = 0; head < _heads; head++)
        {
            OwnHead.Backward(
                HeadOf(_projected, row, head),
                MasksOf(row, head),
                joined + (head * _headWidth),
                width,
                HeadOf(_projectedGradients, row, head));
        }

        new Span<float>(projected + ((nint)length * _inner.Stride), (_time - length) * _inner.Stride).Clear();
        if (_inputGradient is not null)
        {
            _inner.InputGradient(projected, _inner.Stride, length, _inputGradients.Target(_inputGradient, row), _inputGradients.Stride);
            _inputGradients.Unpack(_inputGradient, row);
        }
    }

    private void TransposePanel(int panel)
    {
        if (panel < _inner.PanelCount)
        {
            _inner.Transpose(panel);
        }
        else
        {
            _outer.Transpose(panel - _inner.PanelCount);
        }
    }

    private void UpdatePanel(int panel)
    {
        int count = _rows * _time;
        if (panel < _inner.PanelCount)
        {
            _inner.Update(panel, _inputs.All(_input), _inputs.Stride, _projectedGradients.Pointer, count, _update!);
        }
        else
        {
            int width = _heads * _headWidth;
            _outer.Update(panel - _inner.PanelCount, _joined.Pointer, width, _outputGradients.All(OutputGradient), count, _update!);
        }
    }
}
