using System.Runtime.CompilerServices;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Dropout: y = x · mask, dL/dx = dL/dy · mask. Each value of the mask is 0 with probability rate, otherwise 1 / (1 - rate). It depends
/// only on the seed, the step, its row's position in the batch and its position in the row. Threads may therefore draw values in any order, and a resumed training draws
/// the same values.
/// </summary>
internal sealed unsafe class DropoutLayer : CpuLayer
{
    private readonly Activations _input;
    private readonly Activations _mask;
    private readonly BatchPart _part;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly ulong _key;
    private readonly uint _threshold;
    private readonly float _scale;
    private readonly Action<int> _forwardTile;
    private readonly Action<int> _backwardTile;
    private ulong _stepKey;
    private bool _isTraining;
    private ValueTiles _tiles;
    private Activations? _inputGradient;

    public DropoutLayer(Dropout layer, LayerContext context)
        : base(context.OutputShape)
    {
        _input = context.Input;
        _mask = new Activations(context.OutputShape);
        _part = context.Part;
        _kernels = context.Kernels;
        _team = context.Team;
        _key = DropoutMasks.LayerKey(context.Seed, context.StreamIndex);
        _threshold = DropoutMasks.Threshold(layer.Rate);
        _scale = DropoutMasks.Scale(layer.Rate);
        _forwardTile = ForwardTile;
        _backwardTile = BackwardTile;
    }

    /// <summary>The mask of the last training batch.</summary>
    internal Activations Mask => _mask;

    public override void EnsureRows(int rows, bool training)
    {
        base.EnsureRows(rows, training);
        _mask.EnsureRows(rows);
    }

    public override void Forward(int rows, long? step)
    {
        _isTraining = step is not null;
        _tiles = new ValueTiles((long)rows * Output.Stride);
        if (step is { } number)
        {
            _stepKey = DropoutMasks.StepKey(_key, number);
            _team.Run(_tiles.Count, (long)rows * Output.Stride * 2, _forwardTile);
        }
        else
        {
            Copy(_input, Output, rows);
        }
    }

    public override void Backward(int rows, Activations? inputGradient, CpuUpdate update)
    {
        if (inputGradient is null)
        {
            return;
        }

        if (_isTraining)
        {
            _inputGradient = inputGradient;
            _tiles = new ValueTiles((long)rows * Output.Stride);
            _team.Run(_tiles.Count, (long)rows * Output.Stride, _backwardTile);
        }
        else
        {
            Copy(OutputGradient, inputGradient, rows);
        }
    }

    private static void Copy(Activations source, Activations destination, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            source.Row(row).CopyTo(new Span<float>(destination.Pointer + ((long)row * destination.Stride), destination.Columns));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ForwardTile(int tile)
    {
        // The input and the output have the same number of columns, so they have the same stride.
        (long offset, int count) = _tiles.Extent(tile);
        float* mask = _mask.Pointer + offset;

        if (_part.IsConsecutive)
        {
            Draw(mask, count, _part.FirstPosition, offset);
        }
        else
        {
            DrawRows(offset, count);
        }

        _kernels.Multiply(_input.Pointer + offset, mask, Output.Pointer + offset, count);
    }

    // Draws the values of a tile, whose rows are anywhere in the batch.
    private void DrawRows(long offset, int count)
    {
        for (long end = offset + count; offset < end;)
        {
            (long row, long first) = Math.DivRem(offset, Output.Stride);
            int length = (int)Math.Min(end - offset, Output.Stride - first);
            Draw(_mask.Pointer + offset, length, _part.PositionOf((int)row), first);
            offset += length;
        }
    }

    // Each draw of 64 bits decides two values.
    private void Draw(float* mask, int count, int position, long first) =>
        DropoutMask.Fill(mask, count, _stepKey, (ulong)(((long)position * Output.Stride) + first) / 2, _threshold, _scale);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void BackwardTile(int tile)
    {
        (long offset, int count) = _tiles.Extent(tile);
        _kernels.Multiply(OutputGradient.Pointer + offset, _mask.Pointer + offset, _inputGradient!.Pointer + offset, count);
    }
}
