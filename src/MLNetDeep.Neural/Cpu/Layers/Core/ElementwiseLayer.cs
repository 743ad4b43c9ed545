using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>An activation as a layer of its own: y = f(x) for each value, dL/dx = dL/dy · f'(x).</summary>
internal sealed unsafe class ElementwiseLayer : CpuLayer
{
    private readonly ActivationKind _kind;
    private readonly Activations _input;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly Action<int> _forwardTile;
    private readonly Action<int> _backwardTile;
    private ValueTiles _tiles;
    private Activations? _inputGradient;

    public ElementwiseLayer(ActivationLayer layer, LayerContext context)
        : base(context.OutputShape)
    {
        _kind = ActivationKind.For(layer.Activation);
        _input = context.Input;
        _kernels = context.Kernels;
        _team = context.Team;
        _forwardTile = ForwardTile;
        _backwardTile = BackwardTile;
    }

    public override void Forward(int rows, long? step)
    {
        _tiles = new ValueTiles((long)rows * Output.Stride);
        _team.Run(_tiles.Count, (long)rows * Output.Stride * 8, _forwardTile);
    }

    public override void Backward(int rows, Activations? inputGradient, CpuUpdate update)
    {
        if (inputGradient is not null)
        {
            _inputGradient = inputGradient;
            _tiles = new ValueTiles((long)rows * Output.Stride);
            _team.Run(_tiles.Count, (long)rows * Output.Stride * 4, _backwardTile);
        }
    }

    private void ForwardTile(int tile)
    {
        // The input and the output have the same number of columns, so they have the same stride.
        (long offset, int count) = _tiles.Extent(tile);
        _kernels.Activate(_kind, _input.Pointer + offset, Output.Pointer + offset, count);
    }

    private void BackwardTile(int tile)
    {
        (long offset, int count) = _tiles.Extent(tile);
        float* gradient = _inputGradient!.Pointer + offset;
        new Span<float>(OutputGradient.Pointer + offset, count).CopyTo(new Span<float>(gradient, count));
        float* saved = (_kind.NeedsSums ? _input.Pointer : Output.Pointer) + offset;
        _kernels.ActivationGradient(_kind, gradient, saved, count);
    }
}
