using System.Collections.Immutable;
using System.Numerics.Tensors;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Joins the outputs of branches along the last axis. dL/dx is the sum of the branches' input gradients.</summary>
internal sealed unsafe class ConcatenateLayer : CpuLayer
{
    private readonly Branch[] _branches;
    private readonly Activations _branchGradient;
    private readonly ThreadTeam _team;
    private readonly int _positions;
    private readonly int _width;
    private readonly Action<int> _joinTile;
    private readonly Action<int> _splitTile;
    private readonly Action<int> _addTile;
    private int _rows;
    private Activations? _inputGradient;

    public ConcatenateLayer(Concatenate layer, LayerContext context)
        : base(context.OutputShape)
    {
        ImmutableArray<PlacedLayer> nested = layer.NestedLayers(context.InputShape);
        _width = context.OutputShape[^1];
        _positions = Output.Columns / _width;
        _branches = new Branch[layer.Branches.Length];
        for (int i = 0, first = 0, column = 0; i < _branches.Length; i++)
        {
            ImmutableArray<PlacedLayer> placed = [.. nested.Skip(first).Take(layer.Branches[i].Length)];
            int width = placed.OutputShape(context.InputShape)[^1];
            _branches[i] = new Branch(new LayerPath(placed, context), column, width);
            first += placed.Length;
            column += width;
        }

        _branchGradient = new Activations(context.InputShape);
        _team = context.Team;
        _joinTile = JoinTile;
        _splitTile = SplitTile;
        _addTile = AddTile;
    }

    /// <inheritdoc/>
    public override bool CanReplicate => Array.TrueForAll(_branches, branch => branch.Path.CanReplicate);

    /// <inheritdoc/>
    public override IEnumerable<int> Statistics => _branches.SelectMany(branch => branch.Path.Statistics);

    /// <inheritdoc/>
    public override long WorkFor(int rows) => _branches.Sum(branch => branch.Path.WorkFor(rows)) + base.WorkFor(rows);

    public override void EnsureRows(int rows, bool training)
    {
        base.EnsureRows(rows, training);
        foreach (Branch branch in _branches)
        {
            branch.Path.EnsureRows(rows, training);
        }

        if (training)
        {
            _branchGradient.EnsureRows(rows);
        }
    }

    public override void Forward(int rows, long? step)
    {
        _rows = rows;
        foreach (Branch branch in _branches)
        {
            branch.Path.Forward(rows, step);
        }

        _team.Run(RowTiles.Count(rows), base.WorkFor(rows), _joinTile);
    }

    public override void Backward(int rows, Activations? inputGradient, CpuUpdate update)
    {
        _rows = rows;
        _inputGradient = inputGradient;
        _team.Run(RowTiles.Count(rows), base.WorkFor(rows), _splitTile);
        foreach (Branch branch in _branches)
        {
            if (branch.Path.OutputGradient is not null)
            {
                branch.Path.Backward(rows, inputGradient is null ? null : _branchGradient, update);
                if (inputGradient is not null)
                {
                    _team.Run(RowTiles.Count(rows), base.WorkFor(rows), _addTile);
                }
            }
        }
    }

    public override void Commit()
    {
        foreach (Branch branch in _branches)
        {
            branch.Path.Commit();
        }
    }

    private static Span<float> Row(Activations values, int row) => new(values.Pointer + ((long)row * values.Stride), values.Columns);

    private void JoinTile(int tile)
    {
        (int first, int end) = RowTiles.Rows(tile, _rows);
        for (int row = first; row < end; row++)
        {
            Span<float> output = Row(Output, row);
            foreach ((LayerPath path, int column, int width) in _branches)
            {
                ReadOnlySpan<float> values = path.Output.Row(row);
                for (int position = 0; position < _positions; position++)
                {
                    values.Slice(position * width, width).CopyTo(output[((position * _width) + column)..]);
                }
            }
        }
    }

    // Gives each branch its part of the gradient. The part of a branch without layers begins the sum in the gradient of the input.
    private void SplitTile(int tile)
    {
        (int first, int end) = RowTiles.Rows(tile, _rows);
        for (int row = first; row < end; row++)
        {
            ReadOnlySpan<float> gradient = OutputGradient.Row(row);
            Span<float> sum = _inputGradient is null ? [] : Row(_inputGradient, row);
            sum.Clear();
            foreach ((LayerPath path, int column, int width) in _branches)
            {
                Span<float> part = path.OutputGradient is { } values ? Row(values, row) : [];
                for (int position = 0; position < _positions; position++)
                {
                    ReadOnlySpan<float> source = gradient.Slice((position * _width) + column, width);
                    if (!part.IsEmpty)
                    {
                        source.CopyTo(part[(position * width)..]);
                    }
                    else if (!sum.IsEmpty)
                    {
                        Span<float> target = sum.Slice(position * width, width);
                        TensorPrimitives.Add(target, source, target);
                    }
                }
            }
        }
    }

    private void AddTile(int tile)
    {
        (int first, int end) = RowTiles.Rows(tile, _rows);
        for (int row = first; row < end; row++)
        {
            Span<float> sum = Row(_inputGradient!, row);
            TensorPrimitives.Add(sum, _branchGradient.Row(row), sum);
        }
    }

    // A branch, and where its values are in each position of the output.
    private readonly record struct Branch(LayerPath Path, int Column, int Width);
}
