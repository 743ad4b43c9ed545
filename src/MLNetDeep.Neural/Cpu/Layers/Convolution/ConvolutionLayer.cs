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
    private readonly ConvolutionPooling? _pooling;
    private readonly WinogradForward? _winograd;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly Action<int> _forwardTile;

    // The number of tiles of patches into which each picture is divided.
    private int _tilesPerRow;

    /// <summary>Creates the layer.</summary>
    /// <param name="layer">The convolution.</param>
    /// <param name="context">The context of the convolution.</param>
    public ConvolutionLayer(IConvolution layer, LayerContext context)
        : this(layer.ShapeOf(context.InputShape), layer.Activation, context, null, context)
    {
    }

    /// <summary>Creates a layer that computes the maximum pooling after a convolution too.</summary>
    /// <param name="layer">The convolution.</param>
    /// <param name="context">The context of the convolution.</param>
    /// <param name="pooling">The pooling, which <see cref="ConvolutionPooling.Suits(PoolingShape)"/>.</param>
    /// <param name="poolingContext">The context of the pooling. Its input is not used.</param>
    public ConvolutionLayer(IConvolution layer, LayerContext context, PoolingShape pooling, LayerContext poolingContext)
        : this(ConvolutionPooling.Cover(layer.ShapeOf(context.InputShape), pooling), layer.Activation, context, pooling, poolingContext)
    {
    }

    private ConvolutionLayer(
        ConvolutionShape shape, Activation activation, LayerContext context, PoolingShape? pooling, LayerContext outputContext)
        : base(outputContext.OutputShape)
    {
        _tables = new ConvolutionTables(shape, context.Kernels.Lanes);
        _weights = new ConvolutionWeights(context, _tables);
        _activation = new SumActivation(activation, outputContext.OutputShape, this, context.Kernels, context.Team);
        _input = context.Input;
        _padded = PaddedPictures.AreNeeded(_tables) ? new PaddedPictures(_tables, context.Team.Size) : null;
        _winograd = WinogradConvolution.Suits(shape) ? new WinogradForward(_weights, _tables, context) : null;
        _pooling = pooling is { } windows ? new ConvolutionPooling(windows, Output, hasEvenStrips: _winograd is not null, outputContext) : null;
        _kernels = context.Kernels;
        _team = context.Team;
        PatchGradients gradients = _tables.IsDepthwise ? new DepthwiseGradients(this, _weights, _tables, context)
            : _pooling is not null && SparsePatchGradients.Suits(_tables, _pooling, _kernels.Lanes)
                ? new SparsePatchGradients(this, _pooling, _weights, _tables, context)
                : new DensePatchGradients(this, _weights, _tables, context);
        _gradient = new ConvolutionGradient(this, _weights, gradients, _tables, context);
        _forwardTile = ForwardTile;
    }

    // Whether each of Winograd's tiles is a window of the pooling.
    private bool PoolsTiles => _winograd is not null && _pooling is { ArePairs: true };

    private int MaxTilesPerRow => _pooling is not null && !PoolsTiles ? _pooling.Strips : _winograd?.TileRows ?? ((_tables.Patches.Length + 15) / 16);

    /// <inheritdoc/>
    public override long WorkFor(int rows) => rows * _tables.Shape.Products;

    public override void EnsureRows(int rows, bool training)
    {
        base.EnsureRows(rows, training);
        _activation.EnsureRows(rows);
        _pooling?.EnsureRows(rows, training);
        if (training)
        {
            _gradient.EnsureRows(rows);
        }
    }

    public override void Forward(int rows, long? step)
    {
        // A few pictures are divided among the threads, many are not.
        int wanted = _team.Size == 1 ? 1 : ((2 * _team.Size) + rows - 1) / Math.Max(1, rows);
        _tilesPerRow = Math.Min(wanted, MaxTilesPerRow);
        _weights.Join();
        _winograd?.PrepareWeights();
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

    /// <summary>Replaces the gradient of a row of the output by the gradient of the sums, with pooling by that of the maxima of sums.</summary>
    /// <param name="row">The row of the batch.</param>
    /// <returns>The address of the row of <see cref="CpuLayer.OutputGradient"/>.</returns>
    public float* ActivationGradient(int row)
    {
        _activation.BackwardRow(row);
        return OutputGradient.Pointer + ((nint)row * OutputGradient.Stride);
    }

    /// <summary>As <see cref="ActivationGradient"/>, and returns the gradient of all sums.</summary>
    /// <param name="row">The row of the batch.</param>
    /// <returns>The gradient of all sums. With pooling, it is in memory of the current thread.</returns>
    public float* SumGradient(int row)
    {
        float* gradient = ActivationGradient(row);
        return _pooling is null ? gradient : _pooling.Spread(row, gradient);
    }

    private void ForwardTile(int index)
    {
        (int row, int tile) = Math.DivRem(index, _tilesPerRow);
        float* picture = Picture(row);
        float* sums = _activation.Sums.Pointer + ((nint)row * Output.Stride);
        if (_winograd is not null && PoolsTiles)
        {
            (int first, int end) = RangeOf(tile, _winograd.TileRows);
            _winograd.ComputeMaxima(picture, first, end, _activation.Fused, sums, _pooling!.Places(row));
        }
        else if (_pooling is not null)
        {
            ForwardStrips(row, tile, picture);
        }
        else if (_winograd is not null)
        {
            (int first, int end) = RangeOf(tile, _winograd.TileRows);
            _winograd.Compute(picture, first, end, _activation.Fused, sums);
        }
        else
        {
            (int first, int end) = RangeOf(tile, _tables.Patches.Length);
            ComputeSums(picture, first, end, sums);
        }
    }

    private void ForwardStrips(int row, int tile, float* picture)
    {
        (int firstStrip, int endStrip) = RangeOf(tile, _pooling!.Strips);
        int patchesPerStrip = _tables.Patches.Length / _pooling.Rows * _pooling.StripRows;
        int patchesPerTileRow = 2 * _tables.Shape.Width.Output;
        for (int strip = firstStrip; strip < endStrip; strip++)
        {
            int first = strip * patchesPerStrip;
            int end = Math.Min(first + patchesPerStrip, _tables.Patches.Length);
            float* sums = _pooling.StripValues() - _tables.Positions.Pointer[first];
            if (_winograd is null)
            {
                ComputeSums(picture, first, end, sums);
            }
            else
            {
                int endRow = (end + patchesPerTileRow - 1) / patchesPerTileRow;
                _winograd.Compute(picture, first / patchesPerTileRow, endRow, _activation.Fused, sums);
            }

            _pooling.Forward(row, strip);
        }
    }

    // Divides a count among the tiles of a row.
    private (int First, int End) RangeOf(int tile, int count) =>
        ((int)((long)count * tile / _tilesPerRow), (int)((long)count * (tile + 1) / _tilesPerRow));

    private void ComputeSums(float* picture, int first, int end, float* sums)
    {
        if (_tables.IsDepthwise)
        {
            ComputeDepthwiseSums(picture, first, end, sums);
            return;
        }

        PatchProduct product = new()
        {
            LeftRows = _tables.Patches.Pointer,
            Segments = _tables.Segments.Table.Pointer,
            SegmentCount = _tables.Segments.Count,
            SegmentLength = _tables.Segments.Length,
            LeftStride = 1,
            ResultRows = _tables.Positions.Pointer,
            FirstRow = first,
            EndRow = end,
        };
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

    private void ComputeDepthwiseSums(float* picture, int first, int end, float* sums)
    {
        for (int channel = 0; channel < _tables.Shape.OutputChannels; channel += Panel.Width)
        {
            DepthwiseProduct product = _tables.DepthwiseProductFrom(channel) with
            {
                FirstPatch = first,
                EndPatch = end,
                Picture = picture + channel,
                Weights = _weights.Weight + Panel.Origin(channel, _tables.Shape.FilterSize) + channel,
                Sums = sums + channel,
            };
            _kernels.Forward(product, _weights.Bias + channel, _activation.Fused);
        }
    }
}
