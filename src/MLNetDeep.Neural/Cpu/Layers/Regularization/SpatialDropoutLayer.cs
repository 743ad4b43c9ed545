using System.Numerics.Tensors;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Dropout of whole channels: y = x · mask, dL/dx = dL/dy · mask, with one mask of channels for each row. Each row is a tile. See
/// <see cref="DropoutLayer"/>.
/// </summary>
internal sealed unsafe class SpatialDropoutLayer : CpuLayer
{
    private readonly Activations _input;
    private readonly Activations _mask;
    private readonly BatchPart _part;
    private readonly ThreadTeam _team;
    private readonly ulong _key;
    private readonly double _rate;
    private readonly Action<int> _forwardRow;
    private readonly Action<int> _backwardRow;
    private ulong _stepKey;
    private bool _isTraining;
    private Activations? _inputGradient;

    public SpatialDropoutLayer(SpatialDropout layer, LayerContext context)
        : base(context.OutputShape)
    {
        _input = context.Input;
        _mask = new Activations([context.InputShape[^1]]);
        _part = context.Part;
        _team = context.Team;
        _key = DropoutMasks.LayerKey(context.Seed, context.StreamIndex);
        _rate = layer.Rate;
        _forwardRow = ForwardRow;
        _backwardRow = BackwardRow;
    }

    public override void EnsureRows(int rows, bool training)
    {
        base.EnsureRows(rows, training);
        _mask.EnsureRows(rows);
    }

    public override void Forward(int rows, long? step)
    {
        _isTraining = step is not null;
        _stepKey = DropoutMasks.StepKey(_key, step ?? 0);
        _team.Run(rows, WorkFor(rows), _forwardRow);
    }

    public override void Backward(int rows, Activations? inputGradient, CpuUpdate update)
    {
        if (inputGradient is not null)
        {
            _inputGradient = inputGradient;
            _team.Run(rows, WorkFor(rows), _backwardRow);
        }
    }

    private void ForwardRow(int row)
    {
        Span<float> mask = new(_mask.Pointer + ((long)row * _mask.Stride), _mask.Columns);
        if (_isTraining)
        {
            DropoutMasks.Draw(_stepKey, _rate, _part.PositionOf(row), mask);
        }
        else
        {
            mask.Fill(1);
        }

        Multiply(_input.Row(row), mask, Output.Pointer + ((long)row * Output.Stride));
    }

    private void BackwardRow(int row) =>
        Multiply(OutputGradient.Row(row), _mask.Row(row), _inputGradient!.Pointer + ((long)row * _inputGradient.Stride));

    private static void Multiply(ReadOnlySpan<float> values, ReadOnlySpan<float> mask, float* result)
    {
        for (int first = 0; first < values.Length; first += mask.Length)
        {
            TensorPrimitives.Multiply(values.Slice(first, mask.Length), mask, new Span<float>(result + first, mask.Length));
        }
    }
}
