using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// A dense layer: y = f(x W + b), where W has shape [inputs, units]. For a loss L and g = dL/dy · f': dL/dx = g Wᵀ, dL/dW = xᵀ g, and
/// dL/db is the sum of g over the rows.
/// </summary>
internal sealed unsafe class DenseLayer : CpuLayer
{
    // The weights of one row's nonzero inputs are looked up if all weights, 64 KiB or more, do not fit into the level 1 cache.
    private const int MinWeightsToSkip = 1 << 14;

    private readonly DenseWeights _weights;
    private readonly SumActivation _activation;
    private readonly Activations _input;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly Action<int> _forwardTile;
    private readonly Action<int> _transposeTile;
    private readonly Action<int> _inputGradientTile;
    private readonly Action<int> _updateTile;
    private readonly Action _updateAll;

    // Wᵀ followed by a row of zeros; Wᵀ is recomputed for each batch that needs it.
    private AlignedBuffer? _transposed;

    // The memory for a single row's nonzero inputs; null if they are not looked up.
    private readonly SparseRows? _nonzeroInputs;

    // The state of the current batch.
    private int _rows;
    private bool _skipsZeros;
    private TileGrid _grid;
    private Activations? _inputGradient;
    private CpuUpdate? _update;

    // Whether this is the last layer to be updated. That layer also runs the updates that other layers have deferred.
    private bool _isLastToUpdate;

    public DenseLayer(Dense layer, LayerContext context)
        : this(layer, context, new Activations(context.OutputShape), new Activations(context.OutputShape))
    {
    }

    /// <summary>Creates a layer that writes its output to given memory.</summary>
    public DenseLayer(Dense layer, LayerContext context, Activations output, Activations outputGradient)
        : base(output, outputGradient)
    {
        _weights = new DenseWeights(context);
        _activation = new SumActivation(layer.Activation, output.Shape, this, context.Kernels, context.Team);
        _input = context.Input;
        _nonzeroInputs = _input is BatchInput || _weights.WorkFor(1) < MinWeightsToSkip
            ? null
            : new SparseRows(1, _weights.Inputs + AlignedBuffer.LineLength);
        _kernels = context.Kernels;
        _team = context.Team;
        _forwardTile = ForwardTile;
        _transposeTile = TransposeTile;
        _inputGradientTile = InputGradientTile;
        _updateTile = UpdateTile;
        _updateAll = UpdateAll;
    }

    private long Work => WorkFor(_rows);

    // The network's input, if it consists of compressed rows; otherwise null.
    private SparsePart? SparseInput => _input is BatchInput { IsSparse: true } input ? input.Sparse(0) : null;

    // The rows of the forward pass, if they are compressed; otherwise null.
    private SparseRows? ForwardRows => SparseInput?.Rows ?? (_skipsZeros ? _nonzeroInputs : null);

    /// <inheritdoc/>
    public override long WorkFor(int rows) => _weights.WorkFor(rows);

    public override void EnsureRows(int rows, bool training)
    {
        base.EnsureRows(rows, training);
        _activation.EnsureRows(rows);
    }

    public override void Forward(int rows, long? step)
    {
        _rows = rows;
        _grid = new TileGrid(rows, _weights.Stride, _team.Size);

        // The product of a single row takes as long as its weights are read, and after an activation such as ReLU about half of the inputs are 0.
        _skipsZeros = rows == 1 && step is null && _nonzeroInputs is not null;
        if (_skipsZeros)
        {
            _nonzeroInputs!.Ends[0] = NonZeros.Copy(_input.Row(0), _nonzeroInputs.Indices, _nonzeroInputs.Values);
        }

        _team.Run(_grid.Count, Work, _forwardTile);
        _activation.Forward(rows);
    }

    public override void Backward(int rows, Activations? inputGradient, CpuUpdate update)
    {
        _rows = rows;
        _update = update;
        _inputGradient = inputGradient;
        _isLastToUpdate = inputGradient is null;
        _activation.Backward(rows);
        if (inputGradient is not null)
        {
            ComputeInputGradient(inputGradient);
        }

        if (!_weights.AreTrained)
        {
            return;
        }

        if (inputGradient is not null && update.AllowsDeferring && _team.Size > 1 && !_team.IsShared(Work))
        {
            // The deferred update runs in parallel with the update of an earlier layer.
            update.Defer(_updateAll);
        }
        else
        {
            _team.Run(BeginUpdate(), Work, _updateTile);
        }
    }

    private void ForwardTile(int index)
    {
        Tile tile = _grid[index];
        float* weights = _weights.Weight + Panel.Origin(tile.FirstColumn, _weights.Inputs);
        int weightStride = Panel.Stride(tile.FirstColumn, _weights.Stride);
        float* sums = _activation.Sums.Pointer;
        if (ForwardRows is { } sparse)
        {
            SparseProduct product = DenseLayerProducts.Sparse(sparse, weights, weightStride, Output.Stride);
            _kernels.Forward(product, _weights.Bias, _activation.Fused, sums, tile);
            return;
        }

        DenseProduct dense = DenseLayerProducts.Sums(_input, 0, _weights.Inputs, weights, weightStride, Output.Stride);
        _kernels.Forward(dense, _weights.Bias, _activation.Fused, sums, tile);
    }

    // Returns the number of update tiles: the tiles of the weights, and one more for the bias and deferred updates.
    private int BeginUpdate()
    {
        _grid = new TileGrid(_weights.Inputs, _weights.Stride, _team.Size);
        return _grid.Count + 1;
    }

    private void UpdateAll()
    {
        int tiles = BeginUpdate();
        for (int tile = 0; tile < tiles; tile++)
        {
            UpdateTile(tile);
        }
    }

    private void UpdateTile(int index)
    {
        if (index == _grid.Count)
        {
            UpdateBiasAndDeferred();
            return;
        }

        Tile tile = _grid[index];
        int stride = Panel.Stride(tile.FirstColumn, _weights.Stride);
        UpdateArguments update = _weights.UpdateFrom(_update!, Panel.Origin(tile.FirstColumn, _weights.Inputs), out float* target);
        if (SparseInput is { } sparse)
        {
            _kernels.Update(DenseLayerProducts.Sparse(sparse.Columns, OutputGradient.Pointer, OutputGradient.Stride, stride), update, target, tile);
        }
        else
        {
            _kernels.Update(DenseLayerProducts.Gradient(_input, OutputGradient, _rows, stride), update, target, tile);
        }
    }

    private void UpdateBiasAndDeferred()
    {
        _weights.UpdateBias(_update!, OutputGradient, _rows, _kernels);
        if (_isLastToUpdate)
        {
            _update!.RunDeferred();
        }
    }

    private void ComputeInputGradient(Activations inputGradient)
    {
        // This product has no bias. The kernel adds zeros instead, which are stored after the transposed weights.
        int stride = inputGradient.Stride;
        _transposed ??= new AlignedBuffer((long)(_weights.Units + 1) * stride);
        _team.Run((_weights.Inputs + Panel.Width - 1) / Panel.Width, (long)_weights.Inputs * _weights.Units, _transposeTile);
        _grid = new TileGrid(_rows, stride, _team.Size);
        _team.Run(_grid.Count, Work, _inputGradientTile);
    }

    // Computes one panel of Wᵀ from a piece of each panel of W.
    private void TransposeTile(int index)
    {
        int first = index * Panel.Width;
        int count = Math.Min(Panel.Width, _weights.Inputs - first);
        int stride = Panel.Stride(first, _inputGradient!.Stride);
        float* result = _transposed!.Pointer + Panel.Origin(first, _weights.Units) + first;
        for (int unit = 0; unit < _weights.Units; unit += Panel.Width)
        {
            int weightStride = Panel.Stride(unit, _weights.Stride);
            float* weights = _weights.Weight + Panel.Origin(unit, _weights.Inputs) + unit + ((nint)first * weightStride);
            Transposition.Run(
                weights, weightStride, Math.Min(Panel.Width, _weights.Units - unit), result + ((nint)unit * stride), stride, 0, count);
        }
    }

    private void InputGradientTile(int index)
    {
        Activations result = _inputGradient!;
        Tile tile = _grid[index];
        DenseProduct product = new()
        {
            Left = OutputGradient.Pointer,
            LeftRowStride = OutputGradient.Stride,
            LeftDepthStride = 1,
            Right = _transposed!.Pointer + Panel.Origin(tile.FirstColumn, _weights.Units),
            RightStride = Panel.Stride(tile.FirstColumn, result.Stride),
            ResultStride = result.Stride,
            Depth = _weights.Units,
        };
        float* zeros = _transposed.Pointer + ((long)_weights.Units * result.Stride);
        _kernels.Forward(product, zeros, ActivationFunction.Linear, result.Pointer, tile);
    }
}
