using System.Numerics.Tensors;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The backward pass of a convolution. With g = dL/dy · f': dL/dW is the sum of p gᵀ over all patches p of all rows, dL/db the sum of g, and
/// dL/dx the sum of Wᵀ g at the place of each patch.
/// </summary>
/// <remarks>
/// The rows of a batch are divided into parts, and each part has sums of its own, which are added in order at the end. The parts follow from
/// the shapes alone, so the result does not depend on the number of threads.
/// </remarks>
internal sealed unsafe class ConvolutionGradient
{
    private const int MaxParts = 16;

    // The sums of all parts may take so many floats, unless that would leave fewer than MinParts.
    private const int MaxSums = 1 << 22;
    private const int MinParts = 4;
    private const int ChunkLength = 64 * AlignedBuffer.LineLength;

    private readonly ConvolutionLayer _layer;
    private readonly ConvolutionWeights _weights;
    private readonly ConvolutionTables _tables;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly PaddedPictures? _padded;
    private readonly IndexTable _zero = new([0]);
    private readonly Action<int> _transpose;
    private readonly Action<int> _computePart;
    private readonly Action<int> _updateChunk;

    // For each part: the sums for the weights, then those for the biases.
    private readonly int _biasOffset;
    private readonly int _partStride;
    private AlignedBuffer? _sums;

    // The gradient of the weights, if patches are joined; otherwise the sums of the first part become it.
    private readonly AlignedBuffer? _separated;
    private int _rows;
    private int _parts;
    private Activations? _inputGradient;
    private CpuUpdate? _update;

    public ConvolutionGradient(ConvolutionLayer layer, ConvolutionWeights weights, ConvolutionTables tables, LayerContext context)
    {
        _layer = layer;
        _weights = weights;
        _tables = tables;
        _kernels = context.Kernels;
        _team = context.Team;
        _padded = tables.Shape.HasPadding ? new PaddedPictures(tables, _team.Size) : null;
        _biasOffset = weights.Length;
        _partStride = weights.Length + AlignedBuffer.Pad(tables.Shape.OutputChannels);
        _separated = tables.Joined > 1 ? new AlignedBuffer(weights.OwnLength) : null;
        _transpose = weights.Transpose;
        _computePart = ComputePart;
        _updateChunk = UpdateChunk;
    }

    /// <summary>Allocates memory for batches of this many rows.</summary>
    public void EnsureRows(int rows)
    {
        long length = (long)CountParts(rows) * _partStride;
        if (_sums is null || _sums.Length < length)
        {
            _sums = new AlignedBuffer(length);
        }
    }

    /// <summary>Computes the gradient of the input, if it is wanted, and updates the parameters.</summary>
    public void Compute(int rows, Activations? inputGradient, CpuUpdate update)
    {
        _rows = rows;
        _parts = CountParts(rows);
        _inputGradient = inputGradient;
        _update = update;
        if (inputGradient is not null)
        {
            _weights.EnsureTransposed();
            _team.Run(_weights.TransposedCount, _weights.Length, _transpose);
        }

        _team.Run(_parts, _layer.WorkFor(rows), _computePart);
        if (_weights.AreTrained)
        {
            int chunks = _separated is null ? (_weights.Length + ChunkLength - 1) / ChunkLength : 1;
            _team.Run(chunks, (long)_parts * _weights.Length, _updateChunk);
        }
    }

    private int CountParts(int rows) => Math.Min(rows, Math.Clamp(MaxSums / _partStride, MinParts, MaxParts));

    private void ComputePart(int part)
    {
        float* sums = _sums!.Pointer + ((nint)part * _partStride);
        if (_weights.AreTrained)
        {
            new Span<float>(sums, _partStride).Clear();
        }

        int end = (int)((long)_rows * (part + 1) / _parts);
        for (int row = (int)((long)_rows * part / _parts); row < end; row++)
        {
            float* gradient = _layer.SumGradient(row);
            if (_weights.AreTrained)
            {
                AddWeightGradient(_layer.Picture(row), gradient, sums);
            }

            if (_weights.HasTrainedBias)
            {
                // Those of the pooled sums suffice, since the others are 0.
                float* output = _layer.OutputGradient.Pointer + ((nint)row * _layer.OutputGradient.Stride);
                int filters = _tables.Shape.OutputChannels;
                _kernels.AddRows(output, _layer.OutputGradient.Columns / filters, filters, sums + _biasOffset);
            }

            if (_inputGradient is not null)
            {
                ComputeInputGradient(row, gradient);
            }
        }
    }

    private void AddWeightGradient(float* picture, float* gradient, float* sums)
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
            product.Right = gradient + span.First;
            product.Result = sums + span.Offset;
            product.ResultRows = span.WeightRows.Pointer;
            product.Columns = span.Count;
            _kernels.Add(product);
        }
    }

    private void ComputeInputGradient(int row, float* gradient)
    {
        float* result = _inputGradient!.Pointer + ((nint)row * _inputGradient.Stride);
        float* picture = result;
        if (_padded is null)
        {
            new Span<float>(result, _inputGradient.Columns).Clear();
        }
        else
        {
            picture = _padded.Clear();
        }

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
            product.Left = gradient + (group * shape.GroupOutputs);
            for (int segment = 0; segment < _tables.AddedSegments.Count; segment++)
            {
                product.Right = _weights.Transposed(group, segment);
                product.Result = picture + _tables.AddedSegments.Offsets[segment] + (group * shape.GroupInputs);
                _kernels.Add(product);
            }
        }

        _padded?.Extract(result);
    }

    private void UpdateChunk(int chunk)
    {
        float* sums = _sums!.Pointer;
        if (_separated is null)
        {
            int first = chunk * ChunkLength;
            int end = Math.Min(first + ChunkLength, _weights.Length);
            AddParts(first, end);
            _weights.UpdateWeights(sums, _update!, _kernels, first, end);
        }
        else
        {
            AddParts(0, _weights.Length);
            _weights.Separate(sums, _separated.Pointer);
            _weights.UpdateWeights(_separated.Pointer, _update!, _kernels, 0, _separated.Length);
        }

        if (chunk == 0 && _weights.HasTrainedBias)
        {
            AddParts(_biasOffset, _partStride);
            _weights.UpdateBias(sums + _biasOffset, _update!, _kernels);
        }
    }

    // Adds the sums of the other parts to those of the first.
    private void AddParts(int first, int end)
    {
        float* sums = _sums!.Pointer + first;
        for (int part = 1; part < _parts; part++)
        {
            Span<float> total = new(sums, end - first);
            TensorPrimitives.Add(total, new ReadOnlySpan<float>(sums + ((nint)part * _partStride), end - first), total);
        }
    }
}
