using MLNetDeep.Neural.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// A dense layer of few units on the network's input. Its units are too few to be shared by threads, so its inputs are: each thread keeps
/// the weights of its part of them, which no other ever touches. The parts' sums are added up where all have been computed.
/// </summary>
internal sealed unsafe class NarrowInputLayer : DenseLayer
{
    // Up to this many columns the gradient of lit values is summed in memory, beyond that it is faster in registers.
    private const int MaxColumns = 2 * AlignedBuffer.LineLength;

    private const int MinInputsToCut = 128;

    // Rows whose parts are added up by one thread.
    private const int RowsPerBlock = 64;

    private readonly BatchInput _input;
    private readonly int _tilesPerPart;
    private readonly InputParts _parts;
    private readonly AlignedBuffer _zeros;
    private readonly AlignedBuffer _scattered;
    private readonly Action<int> _sumTile;
    private readonly Action<int> _addBlock;

    // For each part the sums of all rows.
    private AlignedBuffer? _partSums;
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
    public NarrowInputLayer(
        Dense spec,
        Activation activation,
        int position,
        DenseParameters parameters,
        BatchInput input,
        InputParts parts,
        KernelSet kernels,
        ThreadTeam team)
        : base(spec, activation, position, parameters, input, kernels, team)
    {
        _input = input;
        _parts = parts;
        _zeros = new AlignedBuffer(parameters.Stride);
        _scattered = new AlignedBuffer((long)team.Size * ScatteredProduct.SumsLength);
        _tilesPerPart = (team.Size + parts.Count - 1) / parts.Count;
        _sumTile = SumTile;
        _addBlock = AddBlock;
    }

    /// <summary>Whether this is the layer for so many units.</summary>
    public static bool IsFor(int units) => AlignedBuffer.Pad(units) <= MaxColumns;

    /// <summary>How the inputs are cut: in halves, where there is enough in them. More parts would be too small to be worth beginning with.</summary>
    public static InputParts PartsOf(int inputs) => new(inputs, inputs < MinInputsToCut ? 1 : 2);

    public override void EnsureRows(int rows, bool training)
    {
        base.EnsureRows(rows, training);
        if (_partSums is null || _partSums.Length < (long)_parts.Count * rows * Output.Stride)
        {
            _partSums = new AlignedBuffer((long)_parts.Count * rows * Output.Stride);
        }
    }

    protected override void ComputeSums()
    {
        Team.Run(_parts.Count * _tilesPerPart, Work, _sumTile);
        Team.Run((Rows + RowsPerBlock - 1) / RowsPerBlock, (long)Rows * Output.Stride * (_parts.Count + 8), _addBlock);
    }

    protected override int BeginUpdate()
    {
        int tiles = _parts.Count * _tilesPerPart;
        if (_places.Length < tiles * Rows)
        {
            _places = GC.AllocateArray<int>(tiles * Rows, pinned: true);
        }

        return tiles;
    }

    protected override void UpdateWeights(int index)
    {
        int part = index / _tilesPerPart;
        int inputs = _parts.First(part + 1) - _parts.First(part);
        int first = _parts.First(part) + Share(inputs, index);
        int end = _parts.First(part) + ShareEnd(inputs, index);
        if (_input.Sparse is { } rows)
        {
            Scatter(rows, part, first, end, new Span<int>(_places, index * Rows, Rows));
        }
        else
        {
            Kernels.Update(
                GradientProduct(Parameters.Stride),
                Update!.ForKernel(Position),
                Update.Target(Position).Kernel,
                new Tile(first, end, 0, Parameters.Stride));
        }
    }

    private void Scatter(SparseRows rows, int part, int first, int end, Span<int> places)
    {
        for (int row = 0; row < Rows; row++)
        {
            int start = rows.StartsOf(part)[row];
            places[row] = first == _parts.First(part)
                ? start
                : SortedIndices.FirstAtLeast(rows.IndexPointer, start, rows.StartsOf(part + 1)[row], first);
        }

        fixed (int* placePointer = places)
        {
            ScatteredProduct product = new()
            {
                Places = placePointer,
                Ends = rows.StartsOf(part + 1),
                Indices = rows.IndexPointer,
                Values = rows.ValuePointer,
                Rows = Rows,
                Right = OutputGradient.Pointer,
                Stride = Parameters.Stride,
                Sums = _scattered.Pointer + ((long)ThreadTeam.Share * ScatteredProduct.SumsLength),
            };
            Kernels.Update(product, Update!.ForKernel(Position), Update.Target(Position).Kernel, first, end);
        }
    }

    // Some rows of a part.
    private void SumTile(int index)
    {
        int part = index / _tilesPerPart;
        int first = _parts.First(part);
        Tile tile = new(Share(Rows, index), ShareEnd(Rows, index), 0, Parameters.Stride);
        float* sums = _partSums!.Pointer + ((long)part * Rows * Output.Stride);
        if (_input.Sparse is { } rows)
        {
            SparseProduct product = new()
            {
                Starts = rows.StartsOf(part),
                Ends = rows.StartsOf(part + 1),
                Indices = rows.IndexPointer,
                Values = rows.ValuePointer,
                Right = Parameters.Kernel,
                RightStride = Parameters.Stride,
                ResultStride = Output.Stride,
            };
            Kernels.Forward(product, _zeros.Pointer, ActivationFunction.Linear, sums, tile);
            return;
        }

        DenseProduct dense = new()
        {
            Left = _input.Pointer + first,
            LeftRowStride = _input.Stride,
            LeftDepthStride = 1,
            Right = Parameters.Kernel + ((long)first * Parameters.Stride),
            RightStride = Parameters.Stride,
            ResultStride = Output.Stride,
            Depth = _parts.First(part + 1) - first,
        };
        Kernels.Forward(dense, _zeros.Pointer, ActivationFunction.Linear, sums, tile);
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

    // The tiles of a part share what there is.
    private int Share(int whole, int index) => (int)((long)whole * (index % _tilesPerPart) / _tilesPerPart);

    private int ShareEnd(int whole, int index) => (int)((long)whole * ((index % _tilesPerPart) + 1) / _tilesPerPart);
}
