using System.Collections.Immutable;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Applies a layer's activation to its sums, and computes the gradient of the sums from the gradient of the output.</summary>
internal sealed unsafe class SumActivation
{
    private readonly Activations _output;
    private readonly Activations _outputGradient;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly Action<int> _forwardTile;
    private readonly Action<int> _backwardTile;

    // The sums, if the derivative is computed from the sums; otherwise null, and the sums are written to the output.
    private readonly Activations? _sums;
    private int _rows;

    /// <param name="activation">The activation.</param>
    /// <param name="shape">The shape of one row.</param>
    /// <param name="layer">The layer that has the activation.</param>
    /// <param name="kernels">The kernels.</param>
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

    /// <summary>
    /// The function that a product applies when it stores its sums; linear if the activation is applied in a separate pass.
    /// </summary>
    public ActivationFunction Fused => Kind.IsFused ? Kind.Function : ActivationFunction.Linear;

    /// <summary>Receives the sums of the products.</summary>
    public Activations Sums => _sums ?? _output;

    /// <summary>Allocates memory for this many rows.</summary>
    public void EnsureRows(int rows) => _sums?.EnsureRows(rows);

    /// <summary>Applies the activation, unless the product has applied it.</summary>
    public void Forward(int rows)
    {
        if (!Kind.IsFused)
        {
            _rows = rows;
            _team.Run(RowTiles.Count(rows), (long)rows * _output.Stride * 16, _forwardTile);
        }
    }

    /// <summary>Replaces the gradient of the output by the gradient of the sums, in place.</summary>
    public void Backward(int rows)
    {
        if (Kind.Function != ActivationFunction.Linear)
        {
            _rows = rows;
            _team.Run(RowTiles.Count(rows), (long)rows * _output.Stride, _backwardTile);
        }
    }

    /// <summary>As <see cref="Backward"/>, for one row and on the current thread.</summary>
    public void BackwardRow(int row)
    {
        if (Kind.Function != ActivationFunction.Linear)
        {
            nint offset = (nint)row * _output.Stride;
            _kernels.ActivationGradient(Kind, _outputGradient.Pointer + offset, Sums.Pointer + offset, _output.Stride);
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
