using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// y = f(x W + b), with W as [inputs, units]. With g = dL/dy · f': dL/dx = g Wᵀ, dL/dW = xᵀ g, dL/db = the sum of g over the rows.
/// </summary>
internal unsafe class DenseLayer : CpuLayer
{
    private readonly bool _hasBias;

    // The sums, where the derivative is computed from them.
    private readonly Activations? _sums;
    private readonly Activations _input;
    private readonly AlignedBuffer _one = new(1);
    private readonly Action<int> _forwardTile;
    private readonly Action<int> _activateTile;
    private readonly Action<int> _activationGradientTile;
    private readonly Action<int> _transposeTile;
    private readonly Action<int> _inputGradientTile;
    private readonly Action<int> _updateTile;
    private readonly Action _updateAll;

    // Wᵀ, made anew for each batch that needs it.
    private AlignedBuffer? _transposed;

    // Of the batch at hand.
    private TileGrid _grid;
    private Activations? _inputGradient;

    // Whether this is the last layer to be updated. Where parts are updated by themselves, their caller sees to the rest.
    private bool _runsDeferred;

    /// <summary>Makes the layer.</summary>
    /// <param name="spec">The layer's specification.</param>
    /// <param name="activation">The specification's, or linear where the loss is computed from the sums.</param>
    /// <param name="position">The place in the network.</param>
    /// <param name="parameters">The weights.</param>
    /// <param name="input">Where the inputs are.</param>
    /// <param name="kernels">The arithmetic.</param>
    /// <param name="team">Who does the work.</param>
    public DenseLayer(
        Dense spec, Activation activation, int position, DenseParameters parameters, Activations input, KernelSet kernels, ThreadTeam team)
        : base(parameters.Units)
    {
        Position = position;
        _hasBias = spec.UseBias;
        Parameters = parameters;
        Kind = ActivationKind.Of(activation);
        _sums = Kind.NeedsSums ? new Activations(parameters.Units) : null;
        _input = input;
        Kernels = kernels;
        Team = team;
        _one.Span[0] = 1;
        _forwardTile = ForwardTile;
        _activateTile = ActivateTile;
        _activationGradientTile = ActivationGradientTile;
        _transposeTile = TransposeTile;
        _inputGradientTile = InputGradientTile;
        _updateTile = UpdateTile;
        _updateAll = UpdateAll;
    }

    /// <summary>The layer's place in the network.</summary>
    public int Position { get; }

    /// <summary>The weights.</summary>
    protected DenseParameters Parameters { get; }

    /// <summary>The arithmetic.</summary>
    protected KernelSet Kernels { get; }

    /// <summary>Who does the work.</summary>
    protected ThreadTeam Team { get; }

    /// <summary>The activation.</summary>
    protected ActivationKind Kind { get; }

    /// <summary>The rows of the batch at hand.</summary>
    protected int Rows { get; set; }

    /// <summary>What is to become of the gradients of the batch at hand.</summary>
    protected CpuUpdate? Update { get; private set; }

    /// <summary>About how many multiplications a product is.</summary>
    protected long Work => WorkFor(Rows);

    /// <summary>Where products put what they sum: where the activation is not fused, it then goes through them once more.</summary>
    protected Activations Sums => _sums ?? Output;

    // Where the input is compressed rows.
    private SparsePart? SparseInput => _input is BatchInput { IsSparse: true } input ? input.Sparse(0) : null;

    /// <summary>About how many multiplications a product of so many rows is.</summary>
    public long WorkFor(int rows) => (long)rows * Parameters.Inputs * Parameters.Stride;

    public override void EnsureRows(int rows, bool training)
    {
        base.EnsureRows(rows, training);
        _sums?.EnsureRows(rows);
    }

    public override void Forward(int rows, long? step)
    {
        Rows = rows;
        ComputeSums();
        Activate();
    }

    public override void Backward(int rows, Activations? inputGradient, CpuUpdate update)
    {
        _inputGradient = inputGradient;
        _runsDeferred = inputGradient is null;
        BeginBackward(rows, update);
        if (inputGradient is not null)
        {
            ComputeInputGradient(inputGradient);
        }

        if (inputGradient is not null && Team.Size > 1 && !Team.Shares(Work))
        {
            // Beside the update of a layer below, which another thread may be waiting for already.
            update.Defer(_updateAll);
        }
        else
        {
            int tiles = BeginUpdate();
            Team.Run(tiles, Work, _updateTile);
        }
    }

    /// <summary>Computes <see cref="Sums"/>, and goes through them where the activation is fused.</summary>
    protected virtual void ComputeSums()
    {
        _grid = new TileGrid(Rows, Parameters.Stride, Team.Size);
        Team.Run(_grid.Count, Work, _forwardTile);
    }

    /// <summary>Goes through <see cref="Sums"/>, where the activation is not fused.</summary>
    protected void Activate()
    {
        if (!Kind.IsFused)
        {
            Team.Run(RowTiles(Rows), (long)Rows * Output.Stride * 16, _activateTile);
        }
    }

    /// <summary>Takes the batch and its update, and makes <see cref="CpuLayer.OutputGradient"/> that of the sums.</summary>
    protected void BeginBackward(int rows, CpuUpdate update)
    {
        Rows = rows;
        Update = update;
        if (Kind.Function != ActivationFunction.Linear)
        {
            Team.Run(RowTiles(rows), (long)rows * Output.Stride, _activationGradientTile);
        }
    }

    /// <summary>Gets ready for the update, and says how many tiles it has.</summary>
    protected virtual int BeginUpdate()
    {
        _grid = new TileGrid(Parameters.Inputs, Parameters.Stride, Team.Size);
        return _grid.Count + 1;
    }

    /// <summary>Updates the weights of a tile; the last one is everything else.</summary>
    protected virtual void UpdateTile(int index)
    {
        if (index == _grid.Count)
        {
            UpdateRest();
            return;
        }

        Tile tile = _grid[index];
        nint origin = Panel.Origin(tile.FirstColumn, Parameters.Inputs);
        int stride = Panel.Stride(tile.FirstColumn, Parameters.Stride);
        UpdateArguments update = Update!.ForKernel(Position).From(origin);
        float* target = Update.Target(Position).Kernel + origin;
        if (SparseInput is { } sparse)
        {
            Kernels.Update(Product(sparse.Columns, OutputGradient.Pointer, OutputGradient.Stride, stride), update, target, tile);
        }
        else
        {
            Kernels.Update(GradientProduct(stride), update, target, tile);
        }
    }

    /// <summary>Updates the bias, if there is one: its gradient is the product of a row of ones and g. Then what has been deferred.</summary>
    protected void UpdateRest()
    {
        if (_hasBias)
        {
            DenseProduct ones = GradientProduct(0) with { Left = _one.Pointer, LeftRowStride = 0, LeftDepthStride = 0 };
            Kernels.Update(ones, Update!.ForBias(Position), Update.Target(Position).Bias, new Tile(0, 1, 0, Parameters.Stride));
        }

        if (_runsDeferred)
        {
            Update!.RunDeferred();
        }
    }

    /// <summary>x W, of full rows, over some of the inputs.</summary>
    /// <param name="firstInput">The first of them.</param>
    /// <param name="inputs">How many there are.</param>
    /// <param name="weights">The weights of the first.</param>
    /// <param name="weightStride">From the weights of one input to those of the next.</param>
    protected DenseProduct SumProduct(int firstInput, int inputs, float* weights, int weightStride) => new()
    {
        Left = _input.Pointer + firstInput,
        LeftRowStride = _input.Stride,
        LeftDepthStride = 1,
        Right = weights,
        RightStride = weightStride,
        ResultStride = Output.Stride,
        Depth = inputs,
    };

    /// <summary>xᵀ g, of full rows.</summary>
    protected DenseProduct GradientProduct(int resultStride) => new()
    {
        Left = _input.Pointer,
        LeftRowStride = 1,
        LeftDepthStride = _input.Stride,
        Right = OutputGradient.Pointer,
        RightStride = OutputGradient.Stride,
        ResultStride = resultStride,
        Depth = Rows,
    };

    private void UpdateAll()
    {
        int tiles = BeginUpdate();
        for (int tile = 0; tile < tiles; tile++)
        {
            UpdateTile(tile);
        }
    }

    private void ForwardTile(int index)
    {
        Tile tile = _grid[index];
        float* weights = Parameters.Kernel + Panel.Origin(tile.FirstColumn, Parameters.Inputs);
        int weightStride = Panel.Stride(tile.FirstColumn, Parameters.Stride);
        ActivationFunction fused = Kind.IsFused ? Kind.Function : ActivationFunction.Linear;
        if (SparseInput is { } sparse)
        {
            SparseProduct product = Product(sparse.Rows, weights, weightStride, Output.Stride);
            Kernels.Forward(product, Parameters.Bias, fused, Sums.Pointer, tile);
            return;
        }

        DenseProduct dense = SumProduct(0, Parameters.Inputs, weights, weightStride);
        Kernels.Forward(dense, Parameters.Bias, fused, Sums.Pointer, tile);
    }

    private void ActivateTile(int tile)
    {
        (long offset, int count) = TileExtent(tile, Rows);
        Kernels.Activate(Kind, Sums.Pointer + offset, Output.Pointer + offset, count);
    }

    private void ActivationGradientTile(int tile)
    {
        (long offset, int count) = TileExtent(tile, Rows);
        Kernels.ActivationGradient(Kind, OutputGradient.Pointer + offset, Sums.Pointer + offset, count);
    }

    private void ComputeInputGradient(Activations inputGradient)
    {
        // The product adds no bias: it is given zeros, which lie after the transposed weights.
        int stride = inputGradient.Stride;
        _transposed ??= new AlignedBuffer((long)(Parameters.Units + 1) * stride);
        Team.Run((Parameters.Inputs + Panel.Width - 1) / Panel.Width, (long)Parameters.Inputs * Parameters.Units, _transposeTile);
        _grid = new TileGrid(Rows, stride, Team.Size);
        Team.Run(_grid.Count, Work, _inputGradientTile);
    }

    // A panel of the transpose, from a piece of each panel of the weights.
    private void TransposeTile(int index)
    {
        int first = index * Panel.Width;
        int count = Math.Min(Panel.Width, Parameters.Inputs - first);
        int stride = Panel.Stride(first, _inputGradient!.Stride);
        float* result = _transposed!.Pointer + Panel.Origin(first, Parameters.Units) + first;
        for (int unit = 0; unit < Parameters.Units; unit += Panel.Width)
        {
            int weightStride = Panel.Stride(unit, Parameters.Stride);
            float* weights = Parameters.Kernel + Panel.Origin(unit, Parameters.Inputs) + unit + ((nint)first * weightStride);
            Transposition.Run(
                weights, weightStride, Math.Min(Panel.Width, Parameters.Units - unit), result + ((nint)unit * stride), stride, 0, count);
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
            Right = _transposed!.Pointer + Panel.Origin(tile.FirstColumn, Parameters.Units),
            RightStride = Panel.Stride(tile.FirstColumn, result.Stride),
            ResultStride = result.Stride,
            Depth = Parameters.Units,
        };
        float* zeros = _transposed.Pointer + ((long)Parameters.Units * result.Stride);
        Kernels.Forward(product, zeros, ActivationFunction.Linear, result.Pointer, tile);
    }

    /// <summary>The product of compressed rows and full ones.</summary>
    protected static SparseProduct Product(SparseRows left, float* right, int rightStride, int resultStride) => new()
    {
        Starts = left.StartPointer,
        Ends = left.EndPointer,
        Indices = left.IndexPointer,
        Values = left.ValuePointer,
        Right = right,
        RightStride = rightStride,
        ResultStride = resultStride,
    };
}
