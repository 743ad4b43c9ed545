using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>The gradients of a convolution in which each channel has one filter of its own.</summary>
/// <remarks>
/// With strides of 1, the gradient of the input is a convolution too: of the gradient of the sums, padded with zeros, and the rotated
/// kernels.
/// </remarks>
internal sealed unsafe class DepthwiseGradients : PatchGradients
{
    private readonly ConvolutionLayer _layer;
    private readonly ConvolutionWeights _weights;
    private readonly ConvolutionTables _tables;
    private readonly KernelSet _kernels;

    // The convolution with the rotated kernels if strides are 1; otherwise null.
    private readonly ConvolutionTables? _turned;
    private readonly PaddedPictures? _gradients;
    private readonly AlignedBuffer? _turnedWeights;
    private readonly AlignedBuffer? _noBias;

    // For each thread the gradient of repeated channels, if channels are repeated.
    private readonly ThreadBuffers? _repeated;

    public DepthwiseGradients(ConvolutionLayer layer, ConvolutionWeights weights, ConvolutionTables tables, LayerContext context)
    {
        ConvolutionShape shape = tables.Shape;
        _layer = layer;
        _weights = weights;
        _tables = tables;
        _kernels = context.Kernels;
        if (shape is { Height.Stride: 1, Width.Stride: 1 })
        {
            _turned = new ConvolutionTables(shape with { Height = Turn(shape.Height), Width = Turn(shape.Width) }, context.Kernels.Lanes);
            _gradients = new PaddedPictures(_turned, context.Team.Size);
            _turnedWeights = new AlignedBuffer(weights.OwnLength);
            _noBias = new AlignedBuffer(AlignedBuffer.Pad(shape.OutputChannels));
            _repeated = tables.Multiplier > 1 ? new ThreadBuffers(context.Team.Size, shape.InputSize) : null;
        }
    }

    public override int SumsLength => _weights.OwnLength;

    public override int UpdateCount => _weights.ChunkCount;

    public override void PrepareInputs()
    {
        if (_turned is null)
        {
            return;
        }

        int taps = _tables.Shape.FilterSize, channels = AlignedBuffer.Pad(_tables.Shape.OutputChannels);
        for (int channel = 0; channel < channels; channel += Panel.Width)
        {
            int stride = Panel.Stride(channel, channels);
            nint panel = Panel.Origin(channel, taps) + channel;
            for (int tap = 0; tap < taps; tap++)
            {
                ReadOnlySpan<float> source = new(_weights.OwnWeight + panel + ((nint)tap * stride), stride);
                source.CopyTo(new Span<float>(_turnedWeights!.Pointer + panel + ((nint)(taps - 1 - tap) * stride), stride));
            }
        }
    }

    public override float* Begin(int row, bool wantsInput) => _layer.SumGradient(row);

    public override void AddToWeights(int row, float* state, float* picture, float* sums)
    {
        for (int channel = 0; channel < _tables.Shape.OutputChannels; channel += Panel.Width)
        {
            _kernels.AddToWeights(Product(_tables, channel, picture, sums, state));
        }
    }

    public override bool TryComputeInput(float* state, float* result)
    {
        if (_turned is null)
        {
            return false;
        }

        float* picture = _gradients!.Surround(state);
        float* sums = _repeated is null ? result : _repeated.Pointer();
        for (int channel = 0; channel < _turned.Shape.OutputChannels; channel += Panel.Width)
        {
            _kernels.Forward(
                Product(_turned, channel, picture, _turnedWeights!.Pointer, sums), _noBias!.Pointer + channel, ActivationFunction.Linear);
        }

        if (_repeated is not null)
        {
            RepeatedValues.Sum(sums, _tables.Shape.InputSize / _tables.Multiplier, _tables.Multiplier, result);
        }

        return true;
    }

    public override void AddToInput(float* state, float* picture)
    {
        for (int channel = 0; channel < _tables.Shape.OutputChannels; channel += Panel.Width)
        {
            _kernels.AddToPicture(Product(_tables, channel, picture, _weights.OwnWeight, state));
        }
    }

    public override void Update(int index, PartialSums sums, CpuUpdate update) => _weights.UpdateChunk(index, sums, update, _kernels);

    // The windows over the outputs that contain an input.
    private static WindowAxis Turn(WindowAxis axis)
    {
        int before = ((axis.Kernel - 1) * axis.Dilation) - axis.Before;
        return axis with
        {
            Input = axis.Output,
            Output = axis.Input,
            Before = before,
            After = axis.Input - axis.Output + axis.Before,
        };
    }

    private static DepthwiseProduct Product(ConvolutionTables tables, int channel, float* picture, float* weights, float* sums) =>
        tables.DepthwiseProductFrom(channel) with
        {
            Picture = picture + channel,
            Weights = weights + Panel.Origin(channel, tables.Shape.FilterSize) + channel,
            Sums = sums + channel,
        };
}
