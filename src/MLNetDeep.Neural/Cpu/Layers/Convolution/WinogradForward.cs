using System.Runtime.CompilerServices;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>The forward pass of a convolution as a <see cref="WinogradConvolution"/>.</summary>
internal sealed unsafe class WinogradForward
{
    // The weights of scorers never change. All scorers of a network share them, and so they share the transformed weights.
    private static readonly ConditionalWeakTable<CpuParameter, WinogradWeights> s_constant = [];

    private readonly ConvolutionWeights _weights;
    private readonly ConvolutionTables _tables;
    private readonly WinogradConvolution _convolution;
    private readonly WinogradWeights _transformed;
    private readonly ThreadTeam _team;
    private readonly bool _isTraining;
    private readonly Action<int> _transformPanel;

    public WinogradForward(ConvolutionWeights weights, ConvolutionTables tables, LayerContext context)
    {
        ConvolutionShape shape = tables.Shape;
        _weights = weights;
        _tables = tables;
        _convolution = new WinogradConvolution(
            new(tables.PictureHeight, tables.PictureWidth, shape.InputChannels),
            new(shape.Height.Output, shape.Width.Output, shape.OutputChannels),
            context);
        _team = context.Team;
        _isTraining = context.Plan.IsTraining;
        _transformed = _isTraining ? Create(context.Kernels) : s_constant.GetValue(weights.Parameter, _ => CreateTransformed(context.Kernels));
        _transformPanel = panel => TransformPanel(_transformed, panel);
    }

    /// <summary>The number of rows of tiles, each of 2 rows of the output.</summary>
    public int TileRows => _convolution.TileRows;

    /// <summary>Transforms the weights, if they may have changed.</summary>
    public void PrepareWeights()
    {
        if (_isTraining)
        {
            _team.Run(_transformed.Panels, _transformed.Length, _transformPanel);
        }
    }

    /// <summary>Computes f(sums + bias) for some rows of tiles.</summary>
    /// <param name="picture">The picture, with padding.</param>
    /// <param name="firstRow">The first row of tiles.</param>
    /// <param name="endRow">The row of tiles after the last.</param>
    /// <param name="function">f.</param>
    /// <param name="result">The address of the result at the first position of the output.</param>
    public void Compute(float* picture, int firstRow, int endRow, ActivationFunction function, float* result) =>
        _convolution.Compute(Pass(picture, function, result), firstRow, endRow);

    /// <summary>
    /// As <see cref="Compute"/>, with the maximum pooling of 2 x 2 after it. The height and width of the output must be even.
    /// </summary>
    /// <param name="picture">The picture, with padding.</param>
    /// <param name="firstRow">The first row of windows.</param>
    /// <param name="endRow">The row of windows after the last.</param>
    /// <param name="function">f.</param>
    /// <param name="maxima">The address of the first of all maxima.</param>
    /// <param name="places">Receives the place of each maximum in its window; null if not wanted.</param>
    public void ComputeMaxima(float* picture, int firstRow, int endRow, ActivationFunction function, float* maxima, float* places)
    {
        WinogradPass pass = Pass(picture, function, maxima);
        pass.TakesMaxima = true;
        pass.Places = places;
        _convolution.Compute(pass, firstRow, endRow);
    }

    private WinogradPass Pass(float* picture, ActivationFunction function, float* result) => new()
    {
        Picture = picture,
        Weights = _transformed.Pointer,
        Bias = _weights.Bias,
        Function = function,
        Result = result,
    };

    private WinogradWeights Create(KernelSet kernels) => new(_tables.Shape.InputChannels, _tables.Shape.OutputChannels, kernels);

    private WinogradWeights CreateTransformed(KernelSet kernels)
    {
        WinogradWeights transformed = Create(kernels);
        for (int panel = 0; panel < transformed.Panels; panel++)
        {
            TransformPanel(transformed, panel);
        }

        return transformed;
    }

    private void TransformPanel(WinogradWeights transformed, int panel)
    {
        int filter = panel * WinogradWeights.PanelWidth, channels = _tables.Shape.InputChannels;
        int stride = Panel.Stride(filter, AlignedBuffer.Pad(_tables.Shape.OutputChannels));
        int* positions = stackalloc int[9];
        for (int position = 0; position < 9; position++)
        {
            positions[position] = position * channels * stride;
        }

        transformed.TransformPanel(panel, _weights.OwnWeight + Panel.Origin(filter, 9 * channels) + filter, positions, stride);
    }
}
