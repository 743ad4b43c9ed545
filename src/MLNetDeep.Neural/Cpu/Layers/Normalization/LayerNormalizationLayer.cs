using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Layer normalization: y = γ x̂ + β with x̂ = (x - μ) / √(σ² + ε). With g = dL/dy and h = γ g, where mean is over the last axis:
/// dL/dx = (h - mean(h) - x̂ mean(h x̂)) / √(σ² + ε), dL/dγ = the sum of g x̂, dL/dβ = the sum of g over all rows and positions.
/// </summary>
internal sealed unsafe class LayerNormalizationLayer : CpuLayer
{
    // The rows of a batch are divided into parts, whose sums for the gradients of γ and β are added in order. The parts follow from the number of
    // rows alone, so the gradients do not depend on the number of threads.
    private const int MaxParts = 8;

    private readonly LayerParameter? _gamma;
    private readonly LayerParameter? _beta;
    private readonly Activations _input;
    private readonly Activations _normalized;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly int _size;
    private readonly int _positions;
    private readonly double _epsilon;
    private readonly int _paddedSize;
    private readonly AlignedBuffer _ones;
    private readonly AlignedBuffer _zeros;
    private readonly Action<int> _forwardTile;
    private readonly Action<int> _backwardPart;

    // For each part, the sums for γ, then those for β.
    private readonly AlignedBuffer _sums;

    // 1 / √(σ² + ε) of each position of each row.
    private readonly Activations _inverseDeviations;
    private int _rows;
    private int _parts;
    private Activations? _inputGradient;

    public LayerNormalizationLayer(LayerNormalization layer, LayerContext context)
        : base(context.OutputShape)
    {
        _gamma = context.FindParameter("weight");
        _beta = context.FindParameter("bias");
        _input = context.Input;
        _normalized = new Activations(context.OutputShape);
        _kernels = context.Kernels;
        _team = context.Team;
        _size = context.InputShape[^1];
        _positions = Output.Columns / _size;
        _epsilon = layer.Epsilon;
        _paddedSize = AlignedBuffer.Pad(_size);
        _ones = new AlignedBuffer(_paddedSize);
        _ones.Span.Fill(1);
        _zeros = new AlignedBuffer(_paddedSize);
        _sums = new AlignedBuffer((long)MaxParts * 2 * _paddedSize);
        _inverseDeviations = new Activations([_positions]);
        _forwardTile = ForwardTile;
        _backwardPart = BackwardPart;
    }

    /// <inheritdoc/>
    public override long WorkFor(int rows) => (long)rows * Output.Stride * 8;

    public override void EnsureRows(int rows, bool training)
    {
        base.EnsureRows(rows, training);
        _normalized.EnsureRows(rows);
        _inverseDeviations.EnsureRows(rows);
    }

    public override void Forward(int rows, long? step)
    {
        _rows = rows;
        _team.Run(RowTiles.Count(rows), WorkFor(rows), _forwardTile);
    }

    public override void Backward(int rows, Activations? inputGradient, CpuUpdate update)
    {
        _rows = rows;
        _parts = Math.Min(rows, MaxParts);
        _inputGradient = inputGradient;
        _team.Run(_parts, WorkFor(rows), _backwardPart);
        Update(_gamma, 0, update);
        Update(_beta, _paddedSize, update);
    }

    private static float* RowOf(Activations activations, int row) => activations.Pointer + ((nint)row * activations.Stride);

    private void Update(LayerParameter? parameter, int offset, CpuUpdate update)
    {
        if (parameter is { IsTrained: true })
        {
            PartialSums sums = new(_sums.Pointer + offset, _parts, 2 * _paddedSize);
            sums.AddUp(0, _paddedSize);
            _kernels.Update(sums.Pointer, update.For(parameter.Index), update.Target(parameter.Index), 0, _paddedSize);
        }
    }

    private void ForwardTile(int tile)
    {
        (int first, int end) = RowTiles.Rows(tile, _rows);
        for (int row = first; row < end; row++)
        {
            _kernels.NormalizePositions(Arguments(row) with { Output = RowOf(Output, row) });
        }
    }

    private void BackwardPart(int part)
    {
        float* sums = _sums.Pointer + ((nint)part * 2 * _paddedSize);
        new Span<float>(sums, 2 * _paddedSize).Clear();
        int end = (int)((long)_rows * (part + 1) / _parts);
        for (int row = (int)((long)_rows * part / _parts); row < end; row++)
        {
            _kernels.NormalizePositionsGradient(Arguments(row) with
            {
                Output = RowOf(OutputGradient, row),
                GammaGradient = sums,
                BetaGradient = sums + _paddedSize,
                InputGradient = _inputGradient is null ? null : RowOf(_inputGradient, row),
            });
        }
    }

    private PositionNormalizationArguments Arguments(int row) => new()
    {
        Positions = _positions,
        Size = _size,
        Epsilon = _epsilon,
        Input = RowOf(_input, row),
        Normalized = RowOf(_normalized, row),
        InverseDeviations = RowOf(_inverseDeviations, row),
        Gamma = _gamma is null ? _ones.Pointer : _gamma.Pointer,
        Beta = _beta is null ? _zeros.Pointer : _beta.Pointer,
    };
}
