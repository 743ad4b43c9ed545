using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>The gradients as products with the gradient of all sums.</summary>
internal sealed unsafe class DensePatchGradients : PatchGradients
{
    private readonly ConvolutionLayer _layer;
    private readonly ConvolutionWeights _weights;
    private readonly ConvolutionTables _tables;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly IndexTable _zero = new([0]);
    private readonly Action<int> _transpose;
    private readonly WinogradInputGradient? _winograd;

    // The gradient of the weights, if patches are joined; otherwise the sums of the first part become it.
    private readonly AlignedBuffer? _separated;

    public DensePatchGradients(ConvolutionLayer layer, ConvolutionWeights weights, ConvolutionTables tables, LayerContext context)
    {
        _layer = layer;
        _weights = weights;
        _tables = tables;
        _kernels = context.Kernels;
        _team = context.Team;
        _separated = tables.Joined > 1 ? new AlignedBuffer(weights.OwnLength) : null;
        _transpose = weights.Transpose;
        _winograd = WinogradConvolution.SuitsInputGradient(tables.Shape) ? new WinogradInputGradient(weights, tables, context) : null;
    }

    public override int SumsLength => _weights.Length;

    public override int UpdateCount => _separated is null ? _weights.ChunkCount : 1;

    public override void PrepareInputs()
    {
        if (_winograd is not null)
        {
            _winograd.PrepareWeights();
            return;
        }

        _weights.EnsureTransposed();
        _team.Run(_weights.TransposedCount, _weights.OwnLength, _transpose);
    }

    public override float* Begin(int row, bool wantsInput) => _layer.SumGradient(row);

    public override void AddToWeights(int row, float* state, float* picture, float* sums)
    {
        ConvolutionShape shape = _tables.Shape;
        PatchProduct product = new()
        {
            LeftRows = _tables.Inputs.Pointer,
            Segments = _tables.OutputRows.Pointer,
            SegmentCount = shape.Height.Output,
            SegmentLength = shape.Width.Output / _tables.Joined,
            LeftStride = _tables.PatchStride,
            RightStride = _tables.JoinedOutputs,
            EndRow = _tables.Inputs.Length,
        };
        foreach (ColumnSpan span in _tables.Spans)
        {
            product.Left = picture + (span.Group * shape.GroupInputs);
            product.Right = state + span.First;
            product.Result = sums + span.Offset;
            product.ResultRows = span.WeightRows.Pointer;
            product.Columns = span.Count;
            _kernels.Add(product);
        }
    }

    public override void AddToInput(float* state, float* picture)
    {
        ConvolutionShape shape = _tables.Shape;
        PatchProduct product = new()
        {
            LeftRows = _tables.AddedPositions.Pointer,
            Segments = _zero.Pointer,
            SegmentCount = 1,
            SegmentLength = shape.GroupOutputs,
            LeftStride = 1,
            RightStride = _weights.TransposedStride,
            ResultRows = _tables.AddedPatches.Pointer,
            EndRow = shape.OutputPositions,
            Columns = _tables.AddedSegments.Length,
        };
        for (int group = 0; group < shape.Groups; group++)
        {
            product.Left = state + (group * shape.GroupOutputs);
            for (int segment = 0; segment < _tables.AddedSegments.Count; segment++)
            {
                product.Right = _weights.Transposed(group, segment);
                product.Result = picture + _tables.AddedSegments.Offsets[segment] + (group * shape.GroupInputs);
                _kernels.Add(product);
            }
        }
    }

    public override bool TryComputeInput(float* state, float* result)
    {
        _winograd?.Compute(state, result);
        return _winograd is not null;
    }

    public override void Update(int index, PartialSums sums, CpuUpdate update)
    {
        if (_separated is null)
        {
            _weights.UpdateChunk(index, sums, update, _kernels);
        }
        else
        {
            sums.AddUp(0, _weights.Length);
            _weights.Separate(sums.Pointer, _separated.Pointer);
            _weights.UpdateWeights(_separated.Pointer, update, _kernels, 0, _separated.Length);
        }
    }
}
