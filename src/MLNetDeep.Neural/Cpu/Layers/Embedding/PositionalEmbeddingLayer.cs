using System.Numerics.Tensors;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Adds a table to each row: y = x + P. The gradient of P is the sum of dL/dy over the rows.</summary>
internal sealed unsafe class PositionalEmbeddingLayer : CpuLayer
{
    // The gradient of the table is computed in tiles of this many values. Each sum is over ascending rows, so it does not depend on the
    // number of threads.
    private const int ValuesPerTile = 64 * AlignedBuffer.LineLength;

    private readonly LayerParameter? _table;
    private readonly AlignedBuffer? _fixed;
    private readonly Activations _input;
    private readonly SequenceLengths? _lengths;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly Action<int> _forwardTile;
    private readonly Action<int> _backwardTile;
    private readonly Action<int> _updateTile;
    private AlignedBuffer? _gradient;
    private int _rows;
    private Activations? _inputGradient;
    private CpuUpdate? _update;

    public PositionalEmbeddingLayer(PositionalEmbedding layer, LayerContext context)
        : base(context.OutputShape)
    {
        _table = context.FindParameter("weight");
        if (layer.Sinusoidal)
        {
            _fixed = new AlignedBuffer(Output.Columns);
            PositionalEmbedding.Sinusoids(context.InputShape).CopyTo(_fixed.Span);
        }

        _input = context.Input;
        _lengths = context.Lengths;
        _kernels = context.Kernels;
        _team = context.Team;
        _forwardTile = ForwardTile;
        _backwardTile = BackwardTile;
        _updateTile = UpdateTile;
    }

    private ReadOnlySpan<float> Table => _fixed is null ? new ReadOnlySpan<float>(_table!.Pointer, Output.Columns) : _fixed.Span;

    public override void EnsureRows(int rows, bool training)
    {
        base.EnsureRows(rows, training);
        if (training && _table is { IsTrained: true })
        {
            _gradient ??= new AlignedBuffer(AlignedBuffer.Pad(Output.Columns));
        }
    }

    public override void Forward(int rows, long? step)
    {
        _rows = rows;
        _team.Run(RowTiles.Count(rows), WorkFor(rows), _forwardTile);
    }

    public override void Backward(int rows, Activations? inputGradient, CpuUpdate update)
    {
        _rows = rows;
        if (inputGradient is not null)
        {
            _inputGradient = inputGradient;
            _team.Run(RowTiles.Count(rows), WorkFor(rows), _backwardTile);
        }

        if (_table is { IsTrained: true })
        {
            _update = update;
            _team.Run((_gradient!.Length + ValuesPerTile - 1) / ValuesPerTile, WorkFor(rows), _updateTile);
        }
    }

    private void ForwardTile(int tile)
    {
        int positions = Output.Shape[0];
        (int first, int end) = RowTiles.Rows(tile, _rows);
        for (int row = first; row < end; row++)
        {
            int used = (_lengths?.Of(row, positions) ?? positions) * Output.Shape[1];
            Span<float> output = new(Output.Pointer + ((long)row * Output.Stride), used);
            TensorPrimitives.Add(_input.Row(row)[..used], Table[..used], output);
        }
    }

    private void BackwardTile(int tile)
    {
        (int first, int end) = RowTiles.Rows(tile, _rows);
        for (int row = first; row < end; row++)
        {
            OutputGradient.Row(row).CopyTo(new Span<float>(_inputGradient!.Pointer + ((long)row * _inputGradient.Stride), Output.Columns));
        }
    }

    private void UpdateTile(int tile)
    {
        int first = tile * ValuesPerTile;
        int end = Math.Min(first + ValuesPerTile, Output.Columns);
        Span<float> sums = _gradient!.Span[first..end];
        sums.Clear();
        for (int row = 0; row < _rows; row++)
        {
            TensorPrimitives.Add(sums, OutputGradient.Row(row)[first..end], sums);
        }

        int padded = Math.Min(first + ValuesPerTile, _gradient.Length);
        _kernels.Update(_gradient.Pointer, _update!.For(_table!.Index), _update.Target(_table.Index), first, padded);
    }
}
