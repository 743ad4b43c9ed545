using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// A convolution: y = f(W p + b) for each patch p of a picture. It is computed as a product whose left operand are the patches, read where
/// they lie in the picture.
/// </summary>
internal sealed unsafe class ConvolutionLayer : CpuLayer
{
    private readonly ConvolutionTables _tables;
    private readonly ConvolutionWeights _weights;
    private readonly ConvolutionGradient _gradient;
    private readonly SumActivation _activation;
    private readonly Activations _input;
    private readonly PaddedPictures? _padded;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly Action<int> _forwardTile;

    // Each picture is divided into so many tiles of patches.
    private int _tilesPerRow;

    public ConvolutionLayer(ConvolutionShape shape, Activation activation, LayerContext context)
        : base(context.OutputShape)
    {
        _tables = new ConvolutionTables(shape, context.Kernels.Lanes);
        _weights = new ConvolutionWeights(context, _tables);
        _activation = new SumActivation(activation, context.OutputShape, this, context.Kernels, context.Team);
        _input = context.Input;
        _padded = shape.HasPadding ? new PaddedPictures(_tables, context.Team.Size) : null;
        _kernels = context.Kernels;
        _team = context.Team;
        _gradient = new ConvolutionGradient(this, _weights, _activation, _tables, context);
        _forwardTile = ForwardTile;
    }

    /// <inheritdoc/>
    public override long WorkFor(int rows) => rows * _tables.Shape.Products;

    public override void EnsureRows(int rows, bool training)
    {
        base.EnsureRows(rows, training);
        _activation.EnsureRows(rows);
        if (training)
        {
            _gradient.EnsureRows(rows);
        }
    }

    public override void Forward(int rows, long? step)
    {
        // A few pictures are divided among the threads, many are not.
        int wanted = _team.Size == 1 ? 1 : ((2 * _team.Size) + rows - 1) / Math.Max(1, rows);
        _tilesPerRow = Math.Min(wanted, (_tables.Patches.Length + 15) / 16);
        _weights.Join();
        _team.Run(rows * _tilesPerRow, WorkFor(rows), _forwardTile);
        _activation.Forward(rows);
    }

    public override void Backward(int rows, Activations? inputGradient, CpuUpdate update) => _gradient.Compute(rows, inputGradient, update);

    /// <summary>Returns the address of the picture of a row: the row itself or, with padding, a copy that belongs to the current thread.</summary>
    public float* Picture(int row)
    {
        float* values = _input.Pointer + ((nint)row * _input.Stride);
        return _padded is null ? values : _padded.Surround(values);
    }

    private void ForwardTile(int index)
    {
        (int row, int tile) = Math.DivRem(index, _tilesPerRow);
        int patches = _tables.Patches.Length;
        PatchProduct product = new()
        {
            LeftRows = _tables.Patches.Pointer,
            Segments = _tables.Segments.Table.Pointer,
            SegmentCount = _tables.Segments.Count,
            SegmentLength = _tables.Segments.Length,
            LeftStride = 1,
            ResultRows = _tables.Positions.Pointer,
            FirstRow = (int)((long)patches * tile / _tilesPerRow),
            EndRow = (int)((long)patches * (tile + 1) / _tilesPerRow),
        };
        float* picture = Picture(row);
        float* sums = _activation.Sums.Pointer + ((nint)row * Output.Stride);
        foreach (ColumnSpan span in _tables.Spans)
        {
            product.Left = picture + (span.Group * _tables.Shape.GroupInputs);
            product.Right = _weights.Weight + span.Offset;
            product.RightStride = span.Stride;
            product.Result = sums + span.First;
            product.Columns = span.Count;
            _kernels.Forward(product, _weights.Bias + span.First, _activation.Fused);
        }
    }
}
