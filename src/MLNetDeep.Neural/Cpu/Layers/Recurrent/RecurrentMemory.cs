using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// What a recurrent layer computes at each step. Each row of the batch has a line in every buffer, with all steps one after another. In
/// training there is a line for each place of <see cref="RecurrentRows"/>. Otherwise each thread has the lines of one tile, which it uses
/// again for the next tile.
/// </summary>
internal sealed unsafe class RecurrentMemory
{
    /// <summary>The number of rows that a thread takes through all steps together.</summary>
    public const int RowsPerTile = 8;

    private readonly RecurrentCellKind _cell;
    private readonly RecurrentWeights _weights;
    private readonly int _time;
    private readonly int _threads;
    private readonly bool _hasSequences;
    private readonly bool _hasInputDropout;
    private readonly bool _hasStateDropout;
    private bool _isTraining;
    private AlignedBuffer? _gates;
    private AlignedBuffer? _stateGates;
    private AlignedBuffer? _states;
    private AlignedBuffer? _readStates;
    private AlignedBuffer? _cells;
    private AlignedBuffer? _cellActivations;
    private AlignedBuffer? _stateGradients;
    private AlignedBuffer? _cellGradients;
    private AlignedBuffer? _inputs;
    private AlignedBuffer? _inputMasks;
    private AlignedBuffer? _stateMasks;
    private AlignedBuffer? _scratch;

    public RecurrentMemory(RecurrentLayer layer, RecurrentCellKind cell, RecurrentWeights weights, int time, int threads)
    {
        (_cell, _weights, _time, _threads) = (cell, weights, time, threads);
        _hasSequences = layer.ReturnSequences;
        _hasInputDropout = layer.Dropout > 0;
        _hasStateDropout = layer.RecurrentDropout > 0;
        PaddedFeatures = AlignedBuffer.Pad(weights.Features);
        GatesStride = (nint)time * weights.Stride;
        StateStride = (nint)(time + 1) * weights.PaddedUnits;
        StateGradientStride = _hasSequences ? (nint)time * weights.PaddedUnits : weights.PaddedUnits;
        ScratchStride = Math.Max((nint)time * PaddedFeatures, RowsPerTile * weights.PaddedUnits);
    }

    /// <summary>The number of features of a time step, with padding.</summary>
    public int PaddedFeatures { get; }

    /// <summary>The length of a line of gates, in floats.</summary>
    public nint GatesStride { get; }

    /// <summary>The length of a line of states or cells, in floats. It begins with the state before the first step.</summary>
    public nint StateStride { get; }

    /// <summary>The length of a line of gradients of states: one for each step if the layer returns sequences, otherwise one.</summary>
    public nint StateGradientStride { get; }

    /// <summary>The length of a line of masked inputs, in floats.</summary>
    public nint InputStride => (nint)AlignedBuffer.Pad(_time * _weights.Features);

    /// <summary>The length of a thread's scratch memory, in floats.</summary>
    public nint ScratchStride { get; }

    /// <summary>Whether the current batch is trained with dropout.</summary>
    public bool DropsOut { get; set; }

    /// <summary>Whether inputs are read from <see cref="Inputs"/>.</summary>
    public bool MasksInputs => DropsOut && _hasInputDropout;

    /// <summary>Whether products read states from <see cref="ReadStates"/>.</summary>
    public bool MasksStates => DropsOut && _hasStateDropout;

    /// <summary>Allocates memory for batches of up to this many rows.</summary>
    public void EnsureRows(int rows, bool training)
    {
        _isTraining = training;
        long lines = training ? rows : RowsPerTile * _threads;
        bool isLstm = _cell == RecurrentCellKind.Lstm;
        Ensure(ref _gates, lines * GatesStride);
        Ensure(ref _stateGates, _cell == RecurrentCellKind.Gru ? lines * GatesStride : 0);
        Ensure(ref _states, lines * StateStride);
        Ensure(ref _cells, isLstm ? lines * StateStride : 0);
        Ensure(ref _cellActivations, isLstm ? lines * StateStride : 0);
        if (training)
        {
            Ensure(ref _readStates, _hasStateDropout ? lines * StateStride : 0);
            Ensure(ref _stateGradients, lines * StateGradientStride);
            Ensure(ref _cellGradients, isLstm ? lines * _weights.PaddedUnits : 0);
            Ensure(ref _inputs, _hasInputDropout ? lines * InputStride : 0);
            Ensure(ref _inputMasks, _hasInputDropout ? lines * PaddedFeatures : 0);
            Ensure(ref _stateMasks, _hasStateDropout ? lines * _weights.PaddedUnits : 0);
            Ensure(ref _scratch, _threads * ScratchStride);
        }
    }

    /// <summary>The line of the first place of a tile. Called by the thread that runs the tile.</summary>
    public int FirstLine(int place) => _isTraining ? place : ThreadTeam.CurrentShare * RowsPerTile;

    /// <summary>The gates of a line at a step.</summary>
    public float* Gates(int line, int step) => _gates!.Pointer + (line * GatesStride) + ((nint)step * _weights.Stride);

    /// <summary>The sums over the states of a GRU, or their gradients; otherwise the gates, which include them.</summary>
    public float* StateGates(int line, int step) => _stateGates is { Length: > 0 }
        ? _stateGates.Pointer + (line * GatesStride) + ((nint)step * _weights.Stride)
        : Gates(line, step);

    /// <summary>The state of a line before a step.</summary>
    public float* States(int line, int step) => At(_states, line, step);

    /// <summary>The state that the products read: the state, or the masked one.</summary>
    public float* ReadStates(int line, int step) => At(MasksStates ? _readStates : _states, line, step);

    /// <summary>The cell of a line before a step.</summary>
    public float* Cells(int line, int step) => At(_cells, line, step);

    /// <summary>What the activation of the cell before a step saved for its derivative.</summary>
    public float* CellActivations(int line, int step) => At(_cellActivations, line, step);

    /// <summary>The gradient of the state of a line after a step.</summary>
    public float* StateGradients(int line, int step) =>
        _stateGradients!.Pointer + (line * StateGradientStride) + (_hasSequences ? (nint)step * _weights.PaddedUnits : 0);

    /// <summary>The gradient of the cell of a line.</summary>
    public float* CellGradients(int line) => _cellGradients!.Pointer + ((nint)line * _weights.PaddedUnits);

    /// <summary>The masked inputs of a line.</summary>
    public float* Inputs(int line) => _inputs!.Pointer + (line * InputStride);

    /// <summary>The mask of the inputs of a line.</summary>
    public float* InputMask(int line) => _inputMasks!.Pointer + ((nint)line * PaddedFeatures);

    /// <summary>The mask of the states of a line.</summary>
    public float* StateMask(int line) => _stateMasks!.Pointer + ((nint)line * _weights.PaddedUnits);

    /// <summary>Memory for the current thread.</summary>
    public float* Scratch() => _scratch!.Pointer + (ThreadTeam.CurrentShare * ScratchStride);

    private static void Ensure(ref AlignedBuffer? buffer, long length)
    {
        if (buffer is null || buffer.Length < length)
        {
            buffer = new AlignedBuffer(length);
        }
    }

    private float* At(AlignedBuffer? buffer, int line, int step) =>
        buffer is { Length: > 0 } ? buffer.Pointer + (line * StateStride) + ((nint)step * _weights.PaddedUnits) : null;
}
