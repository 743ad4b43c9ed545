using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>A dense first layer whose inputs, rather than units, are divided among threads.</summary>
/// <remarks>
/// With two threads, each core reads and writes only its own part of the batch and of the weights. The threads exchange only partial
/// sums, which are added after all parts are computed.
/// </remarks>
internal sealed unsafe class SplitInputDense : CpuLayer
{
    // With more units, exchanging partial sums costs more than dividing the inputs saves.
    private const int MaxUnits = 256;

    // Up to this many columns, the gradient of sparse inputs is summed in memory; with more columns, registers are faster.
    private const int MaxScatteredColumns = 2 * AlignedBuffer.LineLength;

    private const int MinInputs = 128;

    // The number of rows whose partial sums one tile adds.
    private const int RowsPerBlock = 64;

    private readonly DenseWeights _weights;
    private readonly SumActivation _activation;
    private readonly BatchInput _input;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly InputParts _parts;
    private readonly int _threadsPerPart;
    private readonly bool _scatters;
    private readonly TileGrid _updateGrid;
    private readonly AlignedBuffer _scattered;
    private readonly Action<int> _sumTile;
    private readonly Action<int> _addBlock;
    private readonly Action<int> _updateTile;

    // In the second half of paired steps, the same layer in the first half, which owns the memory of all partial sums; otherwise null.
    private readonly SplitInputDense? _partner;

    // The partial sums of all rows, part by part.
    private AlignedBuffer? _partSums;
    private TileGrid _sumGrid;
    private int[] _positions = [];
    private int _rows;
    private CpuUpdate? _update;

    public SplitInputDense(Dense layer, LayerContext context, BatchInput input)
        : base(context.OutputShape)
    {
        _weights = new DenseWeights(context);
        _activation = new SumActivation(layer.Activation, context.OutputShape, this, context.Kernels, context.Team);
        _input = input;
        _kernels = context.Kernels;
        _team = context.Team;
        _partner = context.Partner?.Layers[0] as SplitInputDense;
        _parts = context.Plan.Input.Parts;
        _scatters = ShouldScatter(_weights.Inputs, _weights.Units);
        _threadsPerPart = (_team.Size + _parts.Count - 1) / _parts.Count;
        _updateGrid = new TileGrid(_parts.LargestSize, _weights.Stride, _threadsPerPart);
        _scattered = new AlignedBuffer(_scatters ? (long)_team.Size * ScatteredProduct.SumsLength : 1);
        _sumTile = SumTile;
        _addBlock = AddBlock;
        _updateTile = UpdateTile;
    }

    /// <summary>Whether the layer is trained, and not frozen.</summary>
    public bool IsTrained => _weights.AreTrained;

    /// <summary>Whether the inputs are split in two.</summary>
    public bool IsHalved => _parts.Count == 2;

    /// <summary>The parameter index of the weights, which both halves of <see cref="PairedSteps"/> share.</summary>
    public int WeightIndex => _weights.WeightIndex;

    // Each part has tiles that update its weights, one tile that stages its part of the next batch, and one final tile. The final tile
    // updates the bias and runs deferred updates in the last part, and does nothing in the other parts.
    private int TilesPerPart => _updateGrid.Count + 2;

    /// <summary>Splits a first layer's inputs into two parts if the layer has at least 128 inputs and at most 256 units.</summary>
    public static InputParts CreateParts(int inputs, int units) => new(inputs, inputs >= MinInputs && units <= MaxUnits ? 2 : 1);

    /// <summary>
    /// Whether a layer of this size reads sparse inputs by rows when it updates weights; otherwise it reads them by columns. Small inputs gain
    /// nothing from being sparse.
    /// </summary>
    public static bool ShouldScatter(int inputs, int units) => inputs >= MinInputs && AlignedBuffer.Pad(units) <= MaxScatteredColumns;

    /// <inheritdoc/>
    public override long WorkFor(int rows) => _weights.WorkFor(rows);

    public override void EnsureRows(int rows, bool training)
    {
        base.EnsureRows(rows, training);
        _activation.EnsureRows(rows);
        if (_partner is null && (_partSums is null || _partSums.Length < (long)_parts.Count * rows * Output.Stride))
        {
            _partSums = new AlignedBuffer((long)_parts.Count * rows * Output.Stride);
        }
    }

    public override void Forward(int rows, long? step)
    {
        BeginSums(rows);
        _team.Run(_parts.Count * _sumGrid.Count, WorkFor(rows), _sumTile);
        ForwardFromSums();
    }

    /// <summary>Computes the partial sums of one part, which <see cref="ForwardFromSums"/> adds.</summary>
    public void SumPart(int rows, int part)
    {
        BeginSums(rows);
        for (int tile = 0; tile < _sumGrid.Count; tile++)
        {
            SumTile((part * _sumGrid.Count) + tile);
        }
    }

    /// <summary>Computes the layer's output from the partial sums of all parts.</summary>
    public void ForwardFromSums()
    {
        AddSums();
        _activation.Forward(_rows);
    }

    public override void Backward(int rows, Activations? inputGradient, CpuUpdate update)
    {
        BeginUpdate(rows, update);
        _team.Run(_parts.Count * TilesPerPart, WorkFor(rows), _updateTile);
    }

    /// <summary>Updates the bias, and the weights of a range of parts.</summary>
    /// <param name="update">The update.</param>
    /// <param name="first">The first part.</param>
    /// <param name="end">The part after the last.</param>
    public void UpdateParts(CpuUpdate update, int first, int end)
    {
        BeginUpdate(_rows, update);
        for (int part = first; part < end; part++)
        {
            for (int tile = 0; tile < _updateGrid.Count; tile++)
            {
                UpdateWeights(part, _updateGrid[tile], (part * TilesPerPart) + tile);
            }
        }

        _weights.UpdateBias(update, OutputGradient, _rows, _kernels);
    }

    private void BeginUpdate(int rows, CpuUpdate update)
    {
        _rows = rows;
        _update = update;
        _activation.Backward(rows);
        int tiles = _parts.Count * TilesPerPart;
        if (_scatters && _positions.Length < tiles * rows)
        {
            _positions = GC.AllocateArray<int>(tiles * rows, pinned: true);
        }
    }

    private void UpdateTile(int index)
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
            _weights.UpdateBias(_update!, OutputGradient, _rows, _kernels);
            _update!.RunDeferred();
        }
    }

    private void BeginSums(int rows)
    {
        _rows = rows;
        _sumGrid = new TileGrid(rows, _weights.Stride, _threadsPerPart);
        if (_partner is not null)
        {
            _partSums = _partner._partSums;
        }
    }

    private void AddSums() =>
        _team.Run((_rows + RowsPerBlock - 1) / RowsPerBlock, (long)_rows * Output.Stride * (_parts.Count + 8), _addBlock);

    private void UpdateWeights(int part, Tile tile, int index)
    {
        int firstInput = _parts.FirstInput(part);
        tile = tile with { EndRow = Math.Min(tile.EndRow, _parts.FirstInput(part + 1) - firstInput) };
        int stride = Panel.Stride(tile.FirstColumn, _weights.Stride);
        UpdateArguments update = _weights.UpdateFrom(_update!, WeightsOf(part, tile.FirstColumn), out float* target);
        if (!_input.IsSparse)
        {
            DenseProduct product = DenseLayerProducts.Gradient(_input, OutputGradient, _rows, stride);
            _kernels.Update(product with { Left = product.Left + firstInput }, update, target, tile);
        }
        else if (_scatters)
        {
            Scatter(_input.Sparse(part).Rows, tile, new Span<int>(_positions, index * _rows, _rows), update, target);
        }
        else
        {
            SparseRows columns = _input.Sparse(part).Columns;
            SparseProduct product = DenseLayerProducts.Sparse(columns, OutputGradient.Pointer, OutputGradient.Stride, stride);
            _kernels.Update(product, update, target, tile);
        }
    }

    private void Scatter(SparseRows rows, Tile tile, Span<int> positions, in UpdateArguments update, float* target)
    {
        for (int row = 0; row < _rows; row++)
        {
            int start = rows.Starts[row];
            ReadOnlySpan<int> indices = rows.Indices[start..rows.Ends[row]];
            positions[row] = start + (tile.FirstRow == 0 ? 0 : SortedIndices.FirstAtLeast(indices, tile.FirstRow));
        }

        fixed (int* positionPointer = positions)
        {
            ScatteredProduct product = new()
            {
                Positions = positionPointer,
                Ends = rows.EndPointer,
                Indices = rows.IndexPointer,
                Values = rows.ValuePointer,
                Rows = _rows,
                Right = OutputGradient.Pointer,
                Stride = _weights.Stride,
                Sums = _scattered.Pointer + ((long)(_partner is null ? ThreadTeam.CurrentShare : 0) * ScatteredProduct.SumsLength),
            };
            _kernels.Update(product, update, target, tile.FirstRow, tile.EndRow);
        }
    }

    private void SumTile(int index)
    {
        int part = index / _sumGrid.Count;
        Tile tile = _sumGrid[index % _sumGrid.Count];
        int firstInput = _parts.FirstInput(part);
        int stride = Panel.Stride(tile.FirstColumn, _weights.Stride);
        float* weights = _weights.Weight + WeightsOf(part, tile.FirstColumn);
        float* sums = _partSums!.Pointer + ((long)part * _rows * Output.Stride);
        if (_input.IsSparse)
        {
            SparseProduct sparse = DenseLayerProducts.Sparse(_input.Sparse(part).Rows, weights, stride, Output.Stride);
            _kernels.Forward(sparse, _weights.Zeros, ActivationFunction.Linear, sums, tile);
            return;
        }

        int inputs = _parts.FirstInput(part + 1) - firstInput;
        DenseProduct product = DenseLayerProducts.Sums(_input, firstInput, inputs, weights, stride, Output.Stride);
        _kernels.Forward(product, _weights.Zeros, ActivationFunction.Linear, sums, tile);
    }

    private void AddBlock(int block)
    {
        int first = block * RowsPerBlock;
        int rows = Math.Min(RowsPerBlock, _rows - first);
        long offset = (long)first * Output.Stride;
        nint distance = (nint)_rows * Output.Stride;
        float* sums = _activation.Sums.Pointer + offset;
        _kernels.AddParts(_partSums!.Pointer + offset, _parts.Count, distance, _weights.Bias, sums, rows, Output.Stride);
        if (_activation.Fused != ActivationFunction.Linear)
        {
            _kernels.Activate(_activation.Kind, sums, Output.Pointer + offset, rows * Output.Stride);
        }
    }

    // The offset of a part's weights: row r of the part, column c is at this offset + r · stride + c. See Panel.Origin.
    private nint WeightsOf(int part, int column) =>
        Panel.Origin(column, _weights.Inputs) + ((nint)_parts.FirstInput(part) * Panel.Stride(column, _weights.Stride));
}
