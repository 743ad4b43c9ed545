using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Computes the gradients of a recurrent layer's parameters and updates the parameters. The gradient of the weights is the product of the
/// inputs, or states, of all steps of all rows and the gradients of the sums, added row by row in the order of the places. A thread computes
/// tiles of the weights.
/// </summary>
internal sealed unsafe class RecurrentGradients
{
    private readonly RecurrentWeights _weights;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly int _units;
    private readonly AlignedBuffer _one = new(1);
    private readonly Action<int> _runTile;
    private AlignedBuffer? _inputGradient;
    private AlignedBuffer? _stateGradient;
    private AlignedBuffer? _firstBiasGradient;
    private AlignedBuffer? _secondBiasGradient;
    private RowSteps[] _rows = [];
    private int _count;
    private TileGrid _inputGrid;
    private TileGrid _stateGrid;
    private CpuUpdate? _update;

    public RecurrentGradients(RecurrentWeights weights, LayerContext context)
    {
        _weights = weights;
        _kernels = context.Kernels;
        _team = context.Team;
        _units = context.Parameters.Spec.Parameters[weights.State.Index].Shape[1];
        _one.Span[0] = 1;
        _runTile = RunTile;
    }

    /// <summary>Begins a batch.</summary>
    public void Begin() => _count = 0;

    /// <summary>Adds the steps of a row.</summary>
    /// <param name="inputs">The input of the first step.</param>
    /// <param name="inputStride">The distance to the input of the next step, in floats.</param>
    /// <param name="states">The state that the first step reads; those of later steps follow.</param>
    /// <param name="gates">The gradients of the sums of the first step over the inputs; those of later steps follow.</param>
    /// <param name="stateGates">The gradients of the sums over the states.</param>
    /// <param name="length">The number of steps.</param>
    public void Add(float* inputs, nint inputStride, float* states, float* gates, float* stateGates, int length)
    {
        if (_rows.Length == _count)
        {
            Array.Resize(ref _rows, Math.Max(16, 2 * _count));
        }

        _rows[_count++] = new RowSteps
        {
            Inputs = inputs,
            InputStride = inputStride,
            States = states,
            Gates = gates,
            StateGates = stateGates,
            Length = length,
        };
    }

    /// <summary>Computes the gradients and updates the parameters.</summary>
    /// <param name="update">Applies or stores the gradients.</param>
    /// <param name="work">The approximate number of multiplications.</param>
    public void Run(CpuUpdate update, long work)
    {
        _update = update;
        _inputGradient ??= new AlignedBuffer((long)_weights.Features * _weights.Stride);
        _stateGradient ??= new AlignedBuffer((long)_units * _weights.Stride);
        _firstBiasGradient ??= new AlignedBuffer(_weights.Stride);
        _secondBiasGradient ??= new AlignedBuffer(_weights.Stride);
        _inputGrid = new TileGrid(_weights.Features, _weights.Stride, _team.Size);
        _stateGrid = new TileGrid(_units, _weights.Stride, _team.Size);
        _team.Run(_inputGrid.Count + _stateGrid.Count + (_weights.FirstBias is null ? 0 : 2), work, _runTile);
    }

    private void RunTile(int index)
    {
        if (index < _inputGrid.Count)
        {
            Compute(_weights.Input, _inputGradient!.Pointer, _weights.Features, _inputGrid[index], ofStates: false);
        }
        else if (index < _inputGrid.Count + _stateGrid.Count)
        {
            Compute(_weights.State, _stateGradient!.Pointer, _units, _stateGrid[index - _inputGrid.Count], ofStates: true);
        }
        else if (index == _inputGrid.Count + _stateGrid.Count)
        {
            ComputeBias(_weights.FirstBias!, _firstBiasGradient!.Pointer, ofStates: false);
        }
        else
        {
            ComputeBias(_weights.SecondBias!, _secondBiasGradient!.Pointer, ofStates: true);
        }
    }

    // Tiles are no wider than a panel, so their values are contiguous.
    private void Compute(LayerParameter parameter, float* gradient, int inputs, in Tile tile, bool ofStates)
    {
        int stride = Panel.Stride(tile.FirstColumn, _weights.Stride);
        int first = (tile.FirstColumn * inputs) + (tile.FirstRow * stride);
        int end = first + ((tile.EndRow - tile.FirstRow) * stride);
        new Span<float>(gradient + first, end - first).Clear();
        for (int i = 0; i < _count; i++)
        {
            ref RowSteps row = ref _rows[i];
            DenseProduct product = new()
            {
                Left = ofStates ? row.States : row.Inputs,
                LeftRowStride = 1,
                LeftDepthStride = ofStates ? _weights.PaddedUnits : row.InputStride,
                Right = ofStates ? row.StateGates : row.Gates,
                RightStride = _weights.Stride,
                ResultStride = stride,
                Depth = row.Length,
            };
            _kernels.Accumulate(product, gradient + Panel.Origin(tile.FirstColumn, inputs), tile);
        }

        _kernels.Update(gradient, _update!.For(parameter.Index), _update.Target(parameter.Index), first, end);
    }

    // The sum over all steps is a row of ones multiplied by the gradients of the sums.
    private void ComputeBias(LayerParameter parameter, float* gradient, bool ofStates)
    {
        new Span<float>(gradient, _weights.Stride).Clear();
        for (int i = 0; i < _count; i++)
        {
            DenseProduct product = new()
            {
                Left = _one.Pointer,
                Right = ofStates ? _rows[i].StateGates : _rows[i].Gates,
                RightStride = _weights.Stride,
                Depth = _rows[i].Length,
            };
            _kernels.Accumulate(product, gradient, new Tile(0, 1, 0, _weights.Stride));
        }

        _kernels.Update(gradient, _update!.For(parameter.Index), _update.Target(parameter.Index), 0, _weights.Stride);
    }

    // The steps of a row.
    private struct RowSteps
    {
        public float* Inputs;
        public nint InputStride;
        public float* States;
        public float* Gates;
        public float* StateGates;
        public int Length;
    }
}
