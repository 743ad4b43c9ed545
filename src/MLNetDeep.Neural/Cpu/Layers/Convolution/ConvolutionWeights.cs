using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The parameters of a convolution: the weights in a <see cref="ConvolutionLayout"/>, and the biases, or zeros if the layer has none.
/// </summary>
internal sealed unsafe class ConvolutionWeights
{
    private readonly LayerParameter _weight;
    private readonly LayerParameter? _bias;
    private readonly AlignedBuffer _zeros;
    private readonly ConvolutionTables _tables;

    // For each group and each of the segments that are added to the gradient of the input: the weights as [filters, values of the segment].
    private AlignedBuffer? _transposed;

    public ConvolutionWeights(LayerContext context, ConvolutionTables tables)
    {
        _weight = context.Parameter("weight");
        _bias = context.FindParameter("bias");
        _tables = tables;
        _zeros = new AlignedBuffer(AlignedBuffer.Pad(tables.Shape.OutputChannels));
        TransposedStride = AlignedBuffer.Pad(tables.AddedSegments.Length);
    }

    /// <summary>The weights.</summary>
    public float* Weight => _weight.Pointer;

    /// <summary>The number of floats of the weights, padding included.</summary>
    public int Length => _weight.Values.Length;

    /// <summary>The biases; zeros if the layer has no biases.</summary>
    public float* Bias => _bias is null ? _zeros.Pointer : _bias.Pointer;

    /// <summary>Whether the weights are trained.</summary>
    public bool AreTrained => _weight.IsTrained;

    /// <summary>Whether the layer has biases, and they are trained.</summary>
    public bool HasTrainedBias => _bias is { IsTrained: true };

    /// <summary>The row stride of <see cref="Transposed"/>, in floats.</summary>
    public int TransposedStride { get; }

    /// <summary>The number of matrices that <see cref="Transpose"/> computes.</summary>
    public int TransposedCount => _tables.Shape.Groups * _tables.AddedSegments.Count;

    /// <summary>Allocates the memory for the transposed weights, if it is not allocated yet.</summary>
    public void EnsureTransposed() =>
        _transposed ??= new AlignedBuffer((long)TransposedCount * _tables.Shape.GroupOutputs * TransposedStride);

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
        foreach (ColumnSpan span in _tables.Spans)
        {
            if (span.Group == group)
            {
                float* source = Weight + span.Offset + ((nint)segment * length * span.Stride);
                float* target = result + ((nint)(span.First - (group * _tables.Shape.GroupOutputs)) * TransposedStride);
                Transposition.Run(source, span.Stride, span.Count, target, TransposedStride, 0, length);
            }
        }
    }

    /// <summary>Updates a range of the weights.</summary>
    public void UpdateWeights(float* gradient, CpuUpdate update, KernelSet kernels, int first, int end) =>
        kernels.Update(gradient, update.For(_weight.Index), update.Target(_weight.Index), first, end);

    /// <summary>Updates the biases, which must be trained.</summary>
    public void UpdateBias(float* gradient, CpuUpdate update, KernelSet kernels) =>
        kernels.Update(gradient, update.For(_bias!.Index), update.Target(_bias.Index), 0, _bias.Values.Length);
}
