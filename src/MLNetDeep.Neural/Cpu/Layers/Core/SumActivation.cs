using System.Collections.Immutable;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>The activation that a layer applies to its sums, and the gradient of the sums from that of the output.</summary>
internal sealed unsafe class SumActivation
{
    private readonly Activations _output;
    private readonly Activations _outputGradient;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly Action<int> _forwardTile;
    private readonly Action<int> _backwardTile;

    // The sums, where the derivative is computed from them; otherwise the output takes their place.
    private readonly Activations? _sums;
    private int _rows;

    /// <param name="activation">The activation.</param>
    /// <param name="shape">The shape of one row.</param>
    /// <param name="layer">The layer whose output and gradient these are.</param>
    /// <param name="kernels">The arithmetic.</param>
    /// <param name="team">The threads.</param>
    public SumActivation(Activation activation, ImmutableArray<int> shape, CpuLayer layer, KernelSet kernels, ThreadTeam team)
    {
        Kind = ActivationKind.For(activation);
        _sums = Kind.NeedsSums ? new Activations(shape) : null;
        _output = layer.Output;
        _outputGradient = layer.OutputGradient;
        _kernels = kernels;
        _team = team;
        _forwardTile = ForwardTile;
        _backwardTile = BackwardTile;
    }

    /// <summary>The activation.</summary>
    public ActivationKind Kind { get; }

    /// <summary>The function that a product may apply as it stores its sums; linear where the activation is applied afterwards.</summary>
    public ActivationFunction Fused => Kind.IsFused ? Kind.Function : ActivationFunction.Linear;

    /// <summary>Where products put their sums.</summary>
    public Activations Sums => _sums ?? _output;

    /// <summary>Makes room for a number of rows.</summary>
    public void EnsureRows(int rows) => _sums?.EnsureRows(rows);

    /// <summary>Applies an activation that products do not fuse.</summary>
    public void Forward(int rows)
    {
        if (!Kind.IsFused)
        {
            _rows = rows;
            _team.Run(RowTiles.Count(rows), (long)rows * _output.Stride * 16, _forwardTile);
        }
    }

    /// <summary>Turns the gradient of the output into the gradient of the sums, in place.</summary>
    public void Backward(int rows)
    {
        if (Kind.Function != ActivationFunction.Linear)
        {
            _rows = rows;
            _team.Run(RowTiles.Count(rows), (long)rows * _output.Stride, _backwardTile);
        }
    }

    private void ForwardTile(int tile)
    {
        (long offset, int count) = RowTiles.Extent(tile, _rows, _output.Stride);
        _kernels.Activate(Kind, Sums.Pointer + offset, _output.Pointer + offset, count);
    }

    private void BackwardTile(int tile)
    {
        (long offset, int count) = RowTiles.Extent(tile, _rows, _output.Stride);
        _kernels.ActivationGradient(Kind, _outputGradient.Pointer + offset, Sums.Pointer + offset, count);
    }
}
