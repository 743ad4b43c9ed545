using System.Numerics.Tensors;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The parameters of a convolution: the weights in a <see cref="ConvolutionLayout"/>, and the biases, or zeros if the layer has none.
/// </summary>
internal sealed unsafe class ConvolutionWeights
{
    private const int ChunkLength = 64 * AlignedBuffer.LineLength;

    private readonly LayerParameter _weight;
    private readonly LayerParameter? _bias;
    private readonly AlignedBuffer _zeros;
    private readonly ConvolutionTables _tables;

    // The weights and biases of joined patches: null if patches are not joined.
    private readonly AlignedBuffer? _joined;
    private readonly AlignedBuffer? _joinedBias;

    // For each group and each of the segments that are added to the gradient of the input: the weights as [filters, values of the segment].
    private AlignedBuffer? _transposed;

    public ConvolutionWeights(LayerContext context, ConvolutionTables tables)
    {
        _weight = context.Parameter("weight");
        _bias = context.FindParameter("bias");
        _tables = tables;
        _zeros = new AlignedBuffer(AlignedBuffer.Pad(tables.Shape.OutputChannels));
        if (tables.Joined > 1)
        {
            _joined = new AlignedBuffer((long)tables.Inputs.Length * tables.Spans[0].Stride);
            _joinedBias = new AlignedBuffer(tables.Spans[0].Stride);
        }

        TransposedStride = AlignedBuffer.Pad(tables.AddedSegments.Length);
    }

    /// <summary>The weights of patches, or of joined patches as <see cref="Join"/> has computed them.</summary>
    public float* Weight => _joined is null ? _weight.Pointer : _joined.Pointer;

    /// <summary>The number of floats at <see cref="Weight"/>, padding included.</summary>
    public int Length => _joined is null ? _weight.Values.Length : _joined.Length;

    /// <summary>The biases of patches, or of joined patches; zeros if the layer has no biases.</summary>
    public float* Bias => _joinedBias is null ? OwnBias : _joinedBias.Pointer;

    /// <summary>The number of chunks of the layer's own weights.</summary>
    public int ChunkCount => (OwnLength + ChunkLength - 1) / ChunkLength;

    /// <summary>The parameter that holds the layer's own weights.</summary>
    public CpuParameter Parameter => _weight.Values;

    /// <summary>The layer's own weights.</summary>
    public float* OwnWeight => _weight.Pointer;

    /// <summary>The number of floats of the layer's own weights, padding included.</summary>
    public int OwnLength => _weight.Values.Length;

    /// <summary>Whether the weights are trained.</summary>
    public bool AreTrained => _weight.IsTrained;

    /// <summary>Whether the layer has biases, and they are trained.</summary>
    public bool HasTrainedBias => _bias is { IsTrained: true };

    /// <summary>The row stride of <see cref="Transposed"/>, in floats.</summary>
    public int TransposedStride { get; }

    /// <summary>The number of matrices that <see cref="Transpose"/> computes.</summary>
    public int TransposedCount => _tables.Shape.Groups * _tables.AddedSegments.Count;

    // The distance between the same weight of a filter for two of the joined patches.
    private int JoinedStep => (_tables.Shape.Width.Stride * _tables.Shape.InputChannels * _tables.Spans[0].Stride) + _tables.Shape.OutputChannels;

    private float* OwnBias => _bias is null ? _zeros.Pointer : _bias.Pointer;

    /// <summary>Computes the weights of joined patches, if patches are joined. Each filter has its weights at the place of each patch.</summary>
    public void Join()
    {
        if (_joined is null)
        {
            return;
        }

        int filters = _tables.Shape.OutputChannels;
        for (int patch = 0; patch < _tables.Joined; patch++)
        {
            new ReadOnlySpan<float>(OwnBias, filters).CopyTo(_joinedBias!.Span[(patch * filters)..]);
            for (int input = 0; input < _tables.Shape.FilterSize; input++)
            {
                ReadOnlySpan<float> source = new(_weight.Pointer + OwnRow(input), filters);
                source.CopyTo(_joined.Span[(JoinedRow(input) + (patch * JoinedStep))..]);
            }
        }
    }

    /// <summary>Adds up the gradients of joined patches.</summary>
    /// <param name="gradient">The gradient of <see cref="Weight"/>, which is that of joined patches.</param>
    /// <param name="result">Receives the gradient of the layer's own weights.</param>
    public void Separate(float* gradient, float* result)
    {
        int filters = _tables.Shape.OutputChannels;
        for (int input = 0; input < _tables.Shape.FilterSize; input++)
        {
            Span<float> sum = new(result + OwnRow(input), filters);
            new ReadOnlySpan<float>(gradient + JoinedRow(input), filters).CopyTo(sum);
            for (int patch = 1; patch < _tables.Joined; patch++)
            {
                ReadOnlySpan<float> addend = new(gradient + JoinedRow(input) + (patch * JoinedStep), filters);
                TensorPrimitives.Add(sum, addend, sum);
            }
        }
    }

    /// <summary>Allocates the memory for the transposed weights, if it is not allocated yet. There are two vectors more for kernels to read.</summary>
    public void EnsureTransposed() => _transposed ??=
        new AlignedBuffer(((long)TransposedCount * _tables.Shape.GroupOutputs * TransposedStride) + (2 * AlignedBuffer.LineLength));

    /// <summary>The transposed weights of a group for a segment, as <see cref="Transpose"/> has computed them.</summary>
    public float* Transposed(int group, int segment) =>
        _transposed!.Pointer + ((((nint)group * _tables.AddedSegments.Count) + segment) * _tables.Shape.GroupOutputs * TransposedStride);

    /// <summary>Computes one matrix of transposed weights.</summary>
    /// <param name="index">The index: group · number of segments + segment.</param>
    public void Transpose(int index)
    {
        (int group, int segment) = Math.DivRem(index, _tables.AddedSegments.Count);
        int length = _tables.AddedSegments.Length;
        float* result = Transposed(group, segment);
        foreach (ColumnSpan span in _tables.WeightSpans)
        {
            if (span.Group == group)
            {
                float* source = _weight.Pointer + span.Offset + ((nint)segment * length * span.Stride);
                float* target = result + ((nint)(span.First - (group * _tables.Shape.GroupOutputs)) * TransposedStride);
                Transposition.Run(source, span.Stride, span.Count, target, TransposedStride, 0, length);
            }
        }
    }

    /// <summary>Updates a chunk of the weights, whose gradients are sums in their layout.</summary>
    /// <param name="index">The chunk: 0 to <see cref="ChunkCount"/> - 1.</param>
    /// <param name="sums">The sums, which this changes.</param>
    /// <param name="update">The update.</param>
    /// <param name="kernels">The kernels.</param>
    public void UpdateChunk(int index, PartialSums sums, CpuUpdate update, KernelSet kernels)
    {
        int first = index * ChunkLength;
        int end = Math.Min(first + ChunkLength, OwnLength);
        sums.AddUp(first, end - first);
        UpdateWeights(sums.Pointer, update, kernels, first, end);
    }

    /// <summary>Updates a range of the weights.</summary>
    public void UpdateWeights(float* gradient, CpuUpdate update, KernelSet kernels, int first, int end) =>
        kernels.Update(gradient, update.For(_weight.Index), update.Target(_weight.Index), first, end);

    /// <summary>Updates the biases, which must be trained.</summary>
    public void UpdateBias(float* gradient, CpuUpdate update, KernelSet kernels) =>
        kernels.Update(gradient, update.For(_bias!.Index), update.Target(_bias.Index), 0, _bias.Values.Length);

    private int OwnRow(int input) => input * AlignedBuffer.Pad(_tables.Shape.OutputChannels);

    private int JoinedRow(int input)
    {
        (int y, int x) = Math.DivRem(input, _tables.Shape.Width.Kernel * _tables.Shape.InputChannels);
        return ((y * _tables.Segments.Length) + x) * _tables.Spans[0].Stride;
    }
}
