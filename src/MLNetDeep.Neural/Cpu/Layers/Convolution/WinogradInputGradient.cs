using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The gradient of a convolution's input as a <see cref="WinogradConvolution"/> of the gradient g of the sums, padded with zeros, and the
/// kernels rotated by 180 degrees: dL/dx[y, x, c] is the sum of g[y - u, x - v, f]·w[f, c, u, v].
/// </summary>
internal sealed unsafe class WinogradInputGradient
{
    // The last row and column of a kernel.
    private const int Last = 2;

    private readonly ConvolutionWeights _weights;
    private readonly ConvolutionTables _tables;
    private readonly WinogradConvolution _convolution;
    private readonly WinogradWeights _transformed;
    private readonly ThreadBuffers _pictures;
    private readonly AlignedBuffer _noBias;
    private readonly ThreadTeam _team;
    private readonly Action<int> _transpose;
    private readonly Action<int> _transformPanel;
    private readonly int _pitch;
    private readonly int _first;

    public WinogradInputGradient(ConvolutionWeights weights, ConvolutionTables tables, LayerContext context)
    {
        ConvolutionShape shape = tables.Shape;
        PictureSize picture = new(shape.Height.Input + Last, shape.Width.Input + Last, shape.OutputChannels);
        _weights = weights;
        _tables = tables;
        _convolution = new WinogradConvolution(picture, new(shape.Height.Input, shape.Width.Input, shape.InputChannels), context);
        _transformed = new WinogradWeights(shape.OutputChannels, shape.InputChannels, context.Kernels);
        _pitch = picture.Width * picture.Channels;
        _first = ((Last - shape.Height.Before) * _pitch) + ((Last - shape.Width.Before) * picture.Channels);
        _pictures = new ThreadBuffers(context.Team.Size, picture.Height * _pitch);
        _noBias = new AlignedBuffer(AlignedBuffer.Pad(shape.InputChannels));
        _team = context.Team;
        _transpose = weights.Transpose;
        _transformPanel = TransformPanel;
    }

    /// <summary>Transforms the weights.</summary>
    public void PrepareWeights()
    {
        _weights.EnsureTransposed();
        _team.Run(_weights.TransposedCount, _weights.OwnLength, _transpose);
        _team.Run(_transformed.Panels, _transformed.Length, _transformPanel);
    }

    /// <summary>Computes the gradient of the input of one row of the batch.</summary>
    /// <param name="gradient">The gradient of the row's sums: dL/dy · f'.</param>
    /// <param name="result">Receives the gradient of the input.</param>
    public void Compute(float* gradient, float* result)
    {
        float* picture = _pictures.Pointer();
        int length = _tables.Shape.Width.Output * _tables.Shape.OutputChannels;
        for (int y = 0; y < _tables.Shape.Height.Output; y++)
        {
            new ReadOnlySpan<float>(gradient + ((nint)y * length), length).CopyTo(new(picture + _first + ((nint)y * _pitch), length));
        }

        WinogradPass pass = new()
        {
            Picture = picture,
            Weights = _transformed.Pointer,
            Bias = _noBias.Pointer,
            Function = ActivationFunction.Linear,
            Result = result,
        };
        _convolution.Compute(pass, 0, _convolution.TileRows);
    }

    private void TransformPanel(int panel)
    {
        int channels = _tables.Shape.InputChannels, length = _tables.AddedSegments.Length;
        float* weights = _weights.Transposed(0, 0);
        int* positions = stackalloc int[9];
        for (int position = 0; position < 9; position++)
        {
            (int segment, int offset) = Math.DivRem((8 - position) * channels, length);
            positions[position] = (int)(_weights.Transposed(0, segment) - weights) + offset;
        }

        _transformed.TransformPanel(panel, weights + (panel * WinogradWeights.PanelWidth), positions, _weights.TransposedStride);
    }
}
