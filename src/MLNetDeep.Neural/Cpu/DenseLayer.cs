using MLNetDeep.Neural.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// y = f(x W + b), with W as [inputs, units]. With g = dL/dy · f': dL/dx = g Wᵀ, dL/dW = xᵀ g, dL/db = the sum of g over the rows.
/// </summary>
internal sealed unsafe class DenseLayer : CpuLayer
{
    // Up to this many columns, the gradient of sparse inputs is summed in memory, beyond that in registers.
    private const int MaxScatteredColumns = 2 * AlignedBuffer.LineLength;

    private readonly int _position;
    private readonly bool _hasBias;
    private readonly DenseParameters _parameters;
    private readonly ActivationKind _kind;

    // The sums, where the derivative is computed from them.
    private readonly Activations? _sums;
    private readonly Activations _input;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly AlignedBuffer _one = new(1);
    private readonly Action<int> _forwardTile;
    private readonly Action<int> _activateRow;
    private readonly Action<int> _activationGradientRow;
    private readonly Action<int> _transposeTile;
    private readonly Action<int> _inputGradientTile;
    private readonly Action<int> _updateTile;

    // Wᵀ, made anew for each batch that needs it.
    private AlignedBuffer? _transposed;

    // Where sums are scattered: room for each tile.
    private AlignedBuffer? _scattered;
    private int[] _places = [];

    // Of the batch at hand.
    private int _rows;
    private TileGrid _grid;
    private Activations? _inputGradient;
    private CpuUpdate? _update;
    private int _biasTile;

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
        _position = position;
        _hasBias = spec.UseBias;
        _parameters = parameters;
        _kind = ActivationKind.Of(activation);
        _sums = _kind.NeedsSums ? new Activations(parameters.Units) : null;
        _input = input;
        _kernels = kernels;
        _team = team;
        _one.Span[0] = 1;
        _forwardTile = ForwardTile;
        _activateRow = ActivateRow;
        _activationGradientRow = ActivationGradientRow;
        _transposeTile = TransposeTile;
        _inputGradientTile = InputGradientTile;
        _updateTile = UpdateTile;
    }

    /// <summary>Whether a dense layer of so many units wants the columns of sparse inputs for its update.</summary>
    public static bool WantsSparseColumns(int units) => AlignedBuffer.Pad(units) > MaxScatteredColumns;

    private SparseRows? SparseInput => (_input as BatchInput)?.Sparse;

    private bool ScattersInput => SparseInput is not null && !WantsSparseColumns(_parameters.Units);

    private long Work => (long)_rows * _parameters.Inputs * _parameters.Stride;

    // Where products put what they sum: where the activation is not fused, it then goes through them once more.
    private Activations Sums => _sums ?? Output;

    public override void EnsureRows(int rows, bool training)
    {
        base.EnsureRows(rows, training);
        _sums?.EnsureRows(rows);
    }

    public override void Forward(int rows, long? step)
    {
        _rows = rows;
        _grid = new TileGrid(rows, _parameters.Stride, _team.Size);
        _team.Run(_grid.Count, Work, _forwardTile);
        if (!_kind.IsFused)
        {
            _team.Run(rows, (long)rows * Output.Stride * 16, _activateRow);
        }
    }

    public override void Backward(int rows, Activations? inputGradient, CpuUpdate update)
    {
        _rows = rows;
        _update = update;
        _inputGradient = inputGradient;
        if (_kind.Function != ActivationFunction.Linear)
        {
            _team.Run(rows, (long)rows * Output.Stride, _activationGradientRow);
        }

        if (inputGradient is not null)
        {
            ComputeInputGradient(inputGradient);
        }

        int tiles = _team.Size;
        if (ScattersInput)
        {
            EnsureScatterRoom();
        }
        else
        {
            _grid = new TileGrid(_parameters.Inputs, _parameters.Stride, _team.Size);
            tiles = _grid.Count;
        }

        _biasTile = tiles;
        _team.Run(tiles + (_hasBias ? 1 : 0), Work, _updateTile);
    }

    private void ForwardTile(int index)
    {
        Tile tile = _grid[index];
        float* weights = _parameters.Kernel + Panel.Origin(tile.FirstColumn, _parameters.Inputs);
        int weightStride = Panel.Stride(tile.FirstColumn, _parameters.Stride);
        ActivationFunction fused = _kind.IsFused ? _kind.Function : ActivationFunction.Linear;
        if (SparseInput is { } sparse)
        {
            SparseProduct product = Product(sparse, weights, weightStride, Output.Stride);
            _kernels.Forward(product, _parameters.Bias, fused, Sums.Pointer, tile);
            return;
        }

        DenseProduct dense = new()
        {
            Left = _input.Pointer,
            LeftRowStride = _input.Stride,
            LeftDepthStride = 1,
            Right = weights,
            RightStride = weightStride,
            ResultStride = Output.Stride,
            Depth = _parameters.Inputs,
        };
        _kernels.Forward(dense, _parameters.Bias, fused, Sums.Pointer, tile);
    }

    private void ActivateRow(int row)
    {
        long offset = (long)row * Output.Stride;
        _kernels.Activate(_kind, Sums.Pointer + offset, Output.Pointer + offset, Output.Stride);
    }

    private void ActivationGradientRow(int row)
    {
        long offset = (long)row * Output.Stride;
        _kernels.ActivationGradient(_kind, OutputGradient.Pointer + offset, Sums.Pointer + offset, Output.Stride);
    }

    private void ComputeInputGradient(Activations inputGradient)
    {
        // The product adds no bias: it is given zeros, which lie after the transposed weights.
        int stride = inputGradient.Stride;
        _transposed ??= new AlignedBuffer((long)(_parameters.Units + 1) * stride);
        _team.Run((_parameters.Inputs + Panel.Width - 1) / Panel.Width, (long)_parameters.Inputs * _parameters.Units, _transposeTile);
        _grid = new TileGrid(_rows, stride, _team.Size);
        _team.Run(_grid.Count, Work, _inputGradientTile);
    }

    // A panel of the transpose, from a piece of each panel of the weights.
    private void TransposeTile(int index)
    {
        int first = index * Panel.Width;
        int count = Math.Min(Panel.Width, _parameters.Inputs - first);
        int stride = Panel.Stride(first, _inputGradient!.Stride);
        float* result = _transposed!.Pointer + Panel.Origin(first, _parameters.Units) + first;
        for (int unit = 0; unit < _parameters.Units; unit += Panel.Width)
        {
            int weightStride = Panel.Stride(unit, _parameters.Stride);
            float* weights = _parameters.Kernel + Panel.Origin(unit, _parameters.Inputs) + unit + ((nint)first * weightStride);
            Transposition.Run(
                weights, weightStride, Math.Min(Panel.Width, _parameters.Units - unit), result + ((nint)unit * stride), stride, 0, count);
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
            Right = _transposed!.Pointer + Panel.Origin(tile.FirstColumn, _parameters.Units),
            RightStride = Panel.Stride(tile.FirstColumn, result.Stride),
            ResultStride = result.Stride,
            Depth = _parameters.Units,
        };
        float* zeros = _transposed.Pointer + ((long)_parameters.Units * result.Stride);
        _kernels.Forward(product, zeros, ActivationFunction.Linear, result.Pointer, tile);
    }

    private void EnsureScatterRoom()
    {
        _scattered ??= new AlignedBuffer((long)_team.Size * ScatteredProduct.SumsLength);
        if (_places.Length < _team.Size * _rows)
        {
            _places = GC.AllocateArray<int>(_team.Size * _rows, pinned: true);
        }
    }

    // Threads share the inputs.
    private void ScatteredUpdateTile(SparseRows input, int index)
    {
        ScatteredProduct product = new()
        {
            Starts = input.StartPointer,
            Ends = input.EndPointer,
            Indices = input.IndexPointer,
            Values = input.ValuePointer,
            Rows = _rows,
            Right = OutputGradient.Pointer,
            Stride = _parameters.Stride,
            Sums = _scattered!.Pointer + ((long)index * ScatteredProduct.SumsLength),
        };
        int first = (int)((long)_parameters.Inputs * index / _team.Size);
        int end = (int)((long)_parameters.Inputs * (index + 1) / _team.Size);
        fixed (int* places = _places)
        {
            product.Places = places + (index * _rows);
            _kernels.Update(product, _update!.ForKernel(_position), _update.Target(_position).Kernel, first, end);
        }
    }

    // The last tile is the bias, if there is one: its gradient is the product of a row of ones and g.
    private void UpdateTile(int index)
    {
        DenseParameters target = _update!.Target(_position);
        DenseProduct product = new()
        {
            Left = _input.Pointer,
            LeftRowStride = 1,
            LeftDepthStride = _input.Stride,
            Right = OutputGradient.Pointer,
            RightStride = OutputGradient.Stride,
            Depth = _rows,
        };
        if (index == _biasTile)
        {
            DenseProduct ones = product with { Left = _one.Pointer, LeftRowStride = 0, LeftDepthStride = 0 };
            _kernels.Update(ones, _update.ForBias(_position), target.Bias, new Tile(0, 1, 0, _parameters.Stride));
            return;
        }

        if (ScattersInput)
        {
            ScatteredUpdateTile(SparseInput!, index);
            return;
        }

        Tile tile = _grid[index];
        nint origin = Panel.Origin(tile.FirstColumn, _parameters.Inputs);
        int stride = Panel.Stride(tile.FirstColumn, _parameters.Stride);
        UpdateArguments update = _update.ForKernel(_position).From(origin);
        if (SparseInput is not null)
        {
            SparseRows columns = ((BatchInput)_input).SparseColumns!;
            _kernels.Update(Product(columns, OutputGradient.Pointer, OutputGradient.Stride, stride), update, target.Kernel + origin, tile);
        }
        else
        {
            _kernels.Update(product with { ResultStride = stride }, update, target.Kernel + origin, tile);
        }
    }

    private static SparseProduct Product(SparseRows left, float* right, int rightStride, int resultStride) => new()
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
