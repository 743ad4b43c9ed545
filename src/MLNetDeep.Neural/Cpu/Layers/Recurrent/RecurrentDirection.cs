using System.Numerics.Tensors;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// A recurrent layer in one direction. The sums of all steps over the inputs are one product for each row; then a tile of rows goes through
/// the steps, with the weights of the states in the cache. A tile belongs to one thread and its rows do not depend on each other, so
/// threads meet only at the end.
/// </summary>
internal sealed unsafe partial class RecurrentDirection
{
    private const int RowsPerTile = RecurrentMemory.RowsPerTile;

    private readonly RecurrentWeights _weights;
    private readonly RecurrentMemory _memory;
    private readonly RecurrentRows _rows;
    private readonly RecurrentOutput _output;
    private readonly RecurrentMasks _masks;
    private readonly RecurrentGradients _gradients;
    private readonly RecurrentCellKind _cell;
    private readonly ActivationKind _state;
    private readonly ActivationKind _gate;
    private readonly Activations _input;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly int _time;
    private readonly int _units;
    private readonly bool _hasSequences;
    private readonly bool _isReversed;
    private readonly bool _flipsOutput;
    private readonly Action<int> _forwardTile;
    private readonly Action<int> _backwardTile;

    /// <param name="layer">The layer.</param>
    /// <param name="context">The data from which the layer is created.</param>
    /// <param name="rows">The rows of the batch, which the caller sorts.</param>
    /// <param name="output">Where the states go.</param>
    /// <param name="isSecond">Whether this is the direction of a bidirectional layer that reads backwards.</param>
    public RecurrentDirection(RecurrentLayer layer, LayerContext context, RecurrentRows rows, RecurrentOutput output, bool isSecond)
    {
        _time = context.InputShape[0];
        _units = layer.Units;
        _hasSequences = layer.ReturnSequences;
        _isReversed = layer.GoBackwards || isSecond;
        _flipsOutput = isSecond;
        _cell = layer switch
        {
            LSTM => RecurrentCellKind.Lstm,
            GRU => RecurrentCellKind.Gru,
            _ => RecurrentCellKind.Simple,
        };
        _state = ActivationKind.For(layer.Activation);
        _gate = ActivationKind.For(layer.GateActivation);
        _input = context.Input;
        _kernels = context.Kernels;
        _team = context.Team;
        _rows = rows;
        _output = output;
        _weights = new RecurrentWeights(layer, context, isSecond ? RecurrentLayer.ReverseSuffix : "");
        _memory = new RecurrentMemory(layer, _cell, _weights, _time, context.Team.Size);
        _masks = new RecurrentMasks(layer, context, isSecond);
        _gradients = new RecurrentGradients(_weights, context);
        _forwardTile = ForwardTile;
        _backwardTile = BackwardTile;
    }

    private int TileCount => (_rows.Count + RowsPerTile - 1) / RowsPerTile;

    /// <summary>The approximate number of multiplications in one pass over a batch.</summary>
    public long WorkFor(int rows) => (long)rows * _time * (_weights.Features + _units) * _weights.Stride;

    public void EnsureRows(int rows, bool training) => _memory.EnsureRows(rows, training);

    /// <summary>Computes the states and writes them to the output.</summary>
    /// <param name="step">In training, the number of steps of the optimizer taken so far; null in inference.</param>
    public void Forward(long? step)
    {
        _weights.BeginForward();
        _memory.DropsOut = _masks.Begin(step);
        _team.Run(TileCount, WorkFor(_rows.Count), _forwardTile);
    }

    /// <summary>The state that was written to a position of the row at a place; in training only.</summary>
    public float* StateAt(int place, int position)
    {
        int length = _rows.LengthAt(place);
        return _memory.States(place, !_hasSequences ? length : 1 + (_flipsOutput ? length - 1 - position : position));
    }

    private void ForwardTile(int tile)
    {
        int first = tile * RowsPerTile;
        int active = Math.Min(RowsPerTile, _rows.Count - first);
        int end = first + active;
        int line = _memory.FirstLine(first);
        for (int place = first; place < end; place++)
        {
            BeginRow(place, line + place - first);
        }

        int steps = _rows.LengthAt(first);
        for (int step = 0; step < steps; step++)
        {
            while (_rows.LengthAt(first + active - 1) <= step)
            {
                active--;
            }

            AddStateSums(line, active, step);
            _kernels.RecurrentForward(_cell, Operands(line, active, step), _state, _gate);
            if (_memory.MasksStates)
            {
                MaskStates(line, active, step + 1);
            }
        }

        for (int place = first; place < end; place++)
        {
            WriteRow(place, line + place - first);
        }
    }

    // Computes the sums of all steps over the inputs.
    private void BeginRow(int place, int line)
    {
        int length = _rows.LengthAt(place);
        new Span<float>(_memory.States(line, 0), _weights.PaddedUnits).Clear();
        if (_cell == RecurrentCellKind.Lstm)
        {
            new Span<float>(_memory.Cells(line, 0), _weights.PaddedUnits).Clear();
        }

        if (_memory.DropsOut)
        {
            DrawMasks(place, line);
        }

        if (length == 0)
        {
            return;
        }

        DenseProduct product = new()
        {
            Left = FirstInput(place, line, out nint stride),
            LeftRowStride = stride,
            LeftDepthStride = 1,
            ResultStride = _weights.Stride,
            Depth = _weights.Features,
        };
        for (int column = 0; column < _weights.Stride; column += Panel.Width)
        {
            product.Right = _weights.Input.Pointer + Panel.Origin(column, _weights.Features);
            product.RightStride = Panel.Stride(column, _weights.Stride);
            Tile tile = new(0, length, column, Math.Min(column + Panel.Width, _weights.Stride));
            _kernels.Forward(product, _weights.InputBias, ActivationFunction.Linear, _memory.Gates(line, 0), tile);
        }
    }

    // The input of a row's first step, and the distance to the input of the next step.
    private float* FirstInput(int place, int line, out nint stride)
    {
        float* inputs = _memory.MasksInputs ? _memory.Inputs(line) : _input.Pointer + ((nint)_rows.RowAt(place) * _input.Stride);
        stride = _isReversed ? -_weights.Features : _weights.Features;
        return _isReversed ? inputs + ((nint)(_rows.LengthAt(place) - 1) * _weights.Features) : inputs;
    }

    private void AddStateSums(int line, int rows, int step)
    {
        bool isGru = _cell == RecurrentCellKind.Gru;
        if (step == 0 && !isGru)
        {
            return;
        }

        DenseProduct product = new()
        {
            Left = _memory.ReadStates(line, step),
            LeftRowStride = _memory.StateStride,
            LeftDepthStride = 1,
            ResultStride = _memory.GatesStride,
            Depth = step == 0 ? 0 : _units,
        };
        float* sums = _memory.StateGates(line, step);
        for (int column = 0; column < _weights.Stride; column += Panel.Width)
        {
            product.Right = _weights.State.Pointer + Panel.Origin(column, _units);
            product.RightStride = Panel.Stride(column, _weights.Stride);
            Tile tile = new(0, rows, column, Math.Min(column + Panel.Width, _weights.Stride));
            if (isGru)
            {
                _kernels.Forward(product, _weights.StateBias, ActivationFunction.Linear, sums, tile);
            }
            else
            {
                _kernels.Accumulate(product, sums, tile);
            }
        }
    }

    private RecurrentStep Operands(int line, int rows, int step) => new()
    {
        Gates = _memory.Gates(line, step),
        GatesStride = _memory.GatesStride,
        StateGates = _memory.StateGates(line, step),
        LastState = _memory.States(line, step),
        State = _memory.States(line, step + 1),
        StateStride = _memory.StateStride,
        LastCell = _memory.Cells(line, step),
        Cell = _memory.Cells(line, step + 1),
        CellActivation = _memory.CellActivations(line, step + 1),
        Rows = rows,
        Units = _weights.PaddedUnits,
    };

    private void WriteRow(int place, int line)
    {
        int row = _rows.RowAt(place);
        int length = _rows.LengthAt(place);
        if (!_hasSequences)
        {
            _output.Write(row, 0, _memory.States(line, length));
            return;
        }

        for (int step = 0; step < length; step++)
        {
            _output.Write(row, _flipsOutput ? length - 1 - step : step, _memory.States(line, step + 1));
        }
    }

    private void DrawMasks(int place, int line)
    {
        int row = _rows.RowAt(place);
        if (_memory.MasksStates)
        {
            _masks.DrawStateMask(row, new Span<float>(_memory.StateMask(line), _units));
            new Span<float>(_memory.ReadStates(line, 0), _weights.PaddedUnits).Clear();
        }

        if (_memory.MasksInputs)
        {
            int features = _weights.Features;
            Span<float> mask = new(_memory.InputMask(line), features);
            _masks.DrawInputMask(row, mask);
            float* inputs = _input.Pointer + ((nint)row * _input.Stride);
            for (nint first = 0; first < (nint)_rows.LengthAt(place) * features; first += features)
            {
                TensorPrimitives.Multiply(
                    new ReadOnlySpan<float>(inputs + first, features), mask, new Span<float>(_memory.Inputs(line) + first, features));
            }
        }
    }

    private void MaskStates(int line, int rows, int step)
    {
        for (int end = line + rows; line < end; line++)
        {
            _kernels.Multiply(_memory.States(line, step), _memory.StateMask(line), _memory.ReadStates(line, step), _weights.PaddedUnits);
        }
    }
}
