using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// A dense layer on the network's input whose threads share the inputs, not the units: of two, each keeps its part of a batch and of the
/// weights, which the other core does not touch, and what they exchange are sums. Those of the parts are added up where all are there.
/// </summary>
internal sealed unsafe class SplitInputDense : DenseLayer
{
    // With more units the sums are more than what sharing the inputs saves.
    private const int MaxUnits = 256;

    // Up to this many columns the gradient of lit values is summed in memory, beyond that it is faster in registers.
    private const int MaxScatteredColumns = 2 * AlignedBuffer.LineLength;

    private const int MinInputs = 128;

    // Rows whose parts are added up by one thread.
    private const int RowsPerBlock = 64;

    private readonly BatchInput _input;
    private readonly InputParts _parts;
    private readonly int _threadsPerPart;
    private readonly bool _scatters;
    private readonly TileGrid _updateGrid;
    private readonly AlignedBuffer _zeros;
    private readonly AlignedBuffer _scattered;
    private readonly Action<int> _sumTile;
    private readonly Action<int> _addBlock;
    private readonly SplitInputDense? _beside;

    // For each part the sums of all rows; those of the layer beside this one, where there is one.
    private AlignedBuffer? _partSums;
    private TileGrid _sumGrid;
    private int[] _places = [];

    /// <summary>Makes the layer.</summary>
    /// <param name="spec">The layer's specification.</param>
    /// <param name="activation">The specification's, or linear where the loss is computed from the sums.</param>
    /// <param name="position">The place in the network.</param>
    /// <param name="parameters">The weights.</param>
    /// <param name="input">Where the inputs are.</param>
    /// <param name="parts">How they are cut.</param>
    /// <param name="kernels">The arithmetic.</param>
    /// <param name="team">Who does the work.</param>
    /// <param name="beside">A layer with the same weights that another thread computes other parts with, and that has the sums; or null.</param>
    public SplitInputDense(
        Dense spec,
        Activation activation,
        int position,
        DenseParameters parameters,
        BatchInput input,
        InputParts parts,
        KernelSet kernels,
        ThreadTeam team,
        SplitInputDense? beside = null)
        : base(spec, activation, position, parameters, input, kernels, team)
    {
        _beside = beside;
        _input = input;
        _parts = parts;
        _scatters = Scatters(parameters.Units);
        _threadsPerPart = (team.Size + parts.Count - 1) / parts.Count;
        _updateGrid = new TileGrid(parts.Largest, parameters.Stride, _threadsPerPart);
        _zeros = new AlignedBuffer(parameters.Stride);
        _scattered = new AlignedBuffer(_scatters ? (long)team.Size * ScatteredProduct.SumsLength : 1);
        _sumTile = SumTile;
        _addBlock = AddBlock;
    }

    /// <summary>Whether the inputs are cut in two.</summary>
    public bool IsHalved => _parts.Count == 2;

    // One tile of each part brings in its next batch; the last of the last part is what is left of the update, that of others is nothing.
    private int TilesPerPart => _updateGrid.Count + 2;

    /// <summary>
    /// How the inputs of a first layer are cut: in halves, where there is enough in them. More parts would be too small to be worth beginning
    /// with.
    /// </summary>
    public static InputParts PartsOf(int inputs, int units) => new(inputs, inputs >= MinInputs && units <= MaxUnits ? 2 : 1);

    /// <summary>Whether so many units take lit values by rows in their update, not by columns.</summary>
    public static bool Scatters(int units) => AlignedBuffer.Pad(units) <= MaxScatteredColumns;

    public override void EnsureRows(int rows, bool training)
    {
        base.EnsureRows(rows, training);
        if (_beside is null && (_partSums is null || _partSums.Length < (long)_parts.Count * rows * Output.Stride))
        {
            _partSums = new AlignedBuffer((long)_parts.Count * rows * Output.Stride);
        }
    }

    /// <summary>Computes the sums of one part, for <see cref="ForwardFromSums"/>.</summary>
    public void SumPart(int rows, int part)
    {
        BeginSums(rows);
        for (int tile = 0; tile < _sumGrid.Count; tile++)
        {
            SumTile((part * _sumGrid.Count) + tile);
        }
    }

    /// <summary>Computes the layer's output, once the sums of all parts are there.</summary>
    public void ForwardFromSums()
    {
        AddSums();
        Activate();
    }

    /// <summary>Updates the biases, and the weights of some parts.</summary>
    public void UpdateParts(CpuUpdate update, int first, int end)
    {
        BeginBackward(Rows, update);
        BeginUpdate();
        for (int part = first; part < end; part++)
        {
            for (int tile = 0; tile < _updateGrid.Count; tile++)
            {
                UpdateWeights(part, _updateGrid[tile], (part * TilesPerPart) + tile);
            }
        }

        UpdateRest();
    }

    protected override void ComputeSums()
    {
        BeginSums(Rows);
        Team.Run(_parts.Count * _sumGrid.Count, Work, _sumTile);
        AddSums();
    }

    protected override int BeginUpdate()
    {
        int tiles = _parts.Count * TilesPerPart;
        if (_scatters && _places.Length < tiles * Rows)
        {
            _places = GC.AllocateArray<int>(tiles * Rows, pinned: true);
        }

        return tiles;
    }

    protected override void UpdateTile(int index)
    {
        int part = index / TilesPerPart;
        int number = index % TilesPerPart;
        if (number < _updateGrid.Count)
        {
            UpdateWeights(part, _updateGrid[number], index);
        }
        else if (number == _updateGrid.Count)
        {
            _input.StageNextPart(part);
        }
        else if (part == _parts.Count - 1)
        {
            UpdateRest();
        }
    }

    private void BeginSums(int rows)
    {
        Rows = rows;
        _sumGrid = new TileGrid(rows, Parameters.Stride, _threadsPerPart);
        if (_beside is not null)
        {
            _partSums = _beside._partSums;
        }
    }

    private void AddSums() =>
        Team.Run((Rows + RowsPerBlock - 1) / RowsPerBlock, (long)Rows * Output.Stride * (_parts.Count + 8), _addBlock);

    private void UpdateWeights(int part, Tile tile, int index)
    {
        int firstInput = _parts.First(part);
        tile = tile with { EndRow = Math.Min(tile.EndRow, _parts.First(part + 1) - firstInput) };
        int stride = Panel.Stride(tile.FirstColumn, Parameters.Stride);
        nint origin = WeightsOf(part, tile.FirstColumn);
        UpdateArguments update = Update!.ForKernel(Position).From(origin);
        float* target = Update.Target(Position).Kernel + origin;
        if (!_input.IsSparse)
        {
            DenseProduct product = GradientProduct(stride);
            Kernels.Update(product with { Left = product.Left + firstInput }, update, target, tile);
        }
        else if (_scatters)
        {
            Scatter(_input.Sparse(part).Rows, tile, new Span<int>(_places, index * Rows, Rows), update, target);
        }
        else
        {
            SparseProduct product = Product(_input.Sparse(part).Columns, OutputGradient.Pointer, OutputGradient.Stride, stride);
            Kernels.Update(product, update, target, tile);
        }
    }

    private void Scatter(SparseRows rows, Tile tile, Span<int> places, in UpdateArguments update, float* target)
    {
        for (int row = 0; row < Rows; row++)
        {
            int start = rows.Starts[row];
            places[row] = start + (tile.FirstRow == 0 ? 0 : SortedIndices.FirstAtLeast(rows.Indices[start..rows.Ends[row]], tile.FirstRow));
        }

        fixed (int* placePointer = places)
        {
            ScatteredProduct product = new()
            {
                Places = placePointer,
                Ends = rows.EndPointer,
                Indices = rows.IndexPointer,
                Values = rows.ValuePointer,
                Rows = Rows,
                Right = OutputGradient.Pointer,
                Stride = Parameters.Stride,
                Sums = _scattered.Pointer + ((long)(_beside is null ? ThreadTeam.Share : 0) * ScatteredProduct.SumsLength),
            };
            Kernels.Update(product, update, target, tile.FirstRow, tile.EndRow);
        }
    }

    private void SumTile(int index)
    {
        int part = index / _sumGrid.Count;
        Tile tile = _sumGrid[index % _sumGrid.Count];
        int firstInput = _parts.First(part);
        int stride = Panel.Stride(tile.FirstColumn, Parameters.Stride);
        float* weights = Parameters.Kernel + WeightsOf(part, tile.FirstColumn);
        float* sums = _partSums!.Pointer + ((long)part * Rows * Output.Stride);
        if (_input.IsSparse)
        {
            Kernels.Forward(
                Product(_input.Sparse(part).Rows, weights, stride, Output.Stride), _zeros.Pointer, ActivationFunction.Linear, sums, tile);
            return;
        }

        DenseProduct product = SumProduct(firstInput, _parts.First(part + 1) - firstInput, weights, stride);
        Kernels.Forward(product, _zeros.Pointer, ActivationFunction.Linear, sums, tile);
    }

    private void AddBlock(int block)
    {
        int first = block * RowsPerBlock;
        int rows = Math.Min(RowsPerBlock, Rows - first);
        long offset = (long)first * Output.Stride;
        nint distance = (nint)Rows * Output.Stride;
        Kernels.AddParts(_partSums!.Pointer + offset, _parts.Count, distance, Parameters.Bias, Sums.Pointer + offset, rows, Output.Stride);
        if (Kind.IsFused && Kind.Function != ActivationFunction.Linear)
        {
            Kernels.Activate(Kind, Sums.Pointer + offset, Output.Pointer + offset, rows * Output.Stride);
        }
    }

    // From the start of the weights to where those of a part would be in the panel of a column, if that were the first (see Panel.Origin).
    private nint WeightsOf(int part, int column) =>
        Panel.Origin(column, Parameters.Inputs) + ((nint)_parts.First(part) * Panel.Stride(column, Parameters.Stride));
}
