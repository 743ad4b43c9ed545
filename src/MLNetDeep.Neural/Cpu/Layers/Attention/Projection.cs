using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// A product with weights that are stored in panels, plus a bias: y = x W + b for the positions of sequences. The calls compute on the
/// calling thread; the layer shares them among threads.
/// </summary>
internal sealed unsafe class Projection
{
    private readonly LayerParameter _weight;
    private readonly LayerParameter? _bias;
    private readonly PanelLayout _panels;
    private readonly KernelSet _kernels;
    private readonly AlignedBuffer _zeros;
    private readonly AlignedBuffer _one = new(1);

    // Wᵀ, recomputed for each batch.
    private AlignedBuffer? _transposed;

    public Projection(LayerParameter weight, LayerParameter? bias, KernelSet kernels)
    {
        _weight = weight;
        _bias = bias;
        _panels = (PanelLayout)((PaddedLayout)weight.Values.Layout).Stored;
        _kernels = kernels;
        _zeros = new AlignedBuffer(Math.Max(Stride, InputStride));
        _one.Span[0] = 1;
    }

    /// <summary>The number of units, padded to whole cache lines: the width of the results.</summary>
    public int Stride => _panels.Stride;

    /// <summary>The number of inputs, padded to whole cache lines: the width of their gradients.</summary>
    public int InputStride => AlignedBuffer.Pad(_panels.Inputs);

    /// <summary>Whether the layer is trained, and not frozen.</summary>
    public bool IsTrained => _weight.IsTrained;

    /// <summary>The number of panels of the weights.</summary>
    public int PanelCount => (Stride + Panel.Width - 1) / Panel.Width;

    /// <summary>The number of multiplications for one position.</summary>
    public long Work => (long)_panels.Inputs * Stride;

    /// <summary>Computes results of <see cref="Stride"/> floats.</summary>
    public void Forward(float* inputs, nint inputStride, int count, float* results, nint resultStride)
    {
        for (int column = 0; column < Stride; column += Panel.Width)
        {
            DenseProduct product = new()
            {
                Left = inputs,
                LeftRowStride = inputStride,
                LeftDepthStride = 1,
                Right = _weight.Pointer + Panel.Origin(column, _panels.Inputs),
                RightStride = Panel.Stride(column, Stride),
                ResultStride = resultStride,
                Depth = _panels.Inputs,
            };
            Tile tile = new(0, count, column, Math.Min(column + Panel.Width, Stride));
            _kernels.Forward(product, _bias is null ? _zeros.Pointer : _bias.Pointer, ActivationFunction.Linear, results, tile);
        }
    }

    /// <summary>Allocates memory for the backward pass.</summary>
    public void EnsureTransposed() => _transposed ??= new AlignedBuffer((long)Stride * InputStride);

    /// <summary>Transposes a panel of the weights. After all of them, <see cref="InputGradient"/> may be called.</summary>
    public void Transpose(int panel)
    {
        int unit = panel * Panel.Width;
        float* weights = _weight.Pointer + Panel.Origin(unit, _panels.Inputs) + unit;
        int units = Math.Min(Panel.Width, _panels.Units - unit);
        Transposition.Run(
            weights, Panel.Stride(unit, Stride), units, _transposed!.Pointer + ((nint)unit * InputStride), InputStride, 0, _panels.Inputs);
    }

    /// <summary>Computes gradients of the inputs, of <see cref="InputStride"/> floats each.</summary>
    public void InputGradient(float* gradients, nint gradientStride, int count, float* results, nint resultStride)
    {
        DenseProduct product = new()
        {
            Left = gradients,
            LeftRowStride = gradientStride,
            LeftDepthStride = 1,
            Right = _transposed!.Pointer,
            RightStride = InputStride,
            ResultStride = resultStride,
            Depth = _panels.Units,
        };
        _kernels.Forward(product, _zeros.Pointer, ActivationFunction.Linear, results, new Tile(0, count, 0, InputStride));
    }

    /// <summary>Updates a panel of the weights, and with the first panel the bias, from all positions of a batch.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="inputs">The inputs, position by position.</param>
    /// <param name="inputStride">The distance between the inputs of two positions, in floats.</param>
    /// <param name="gradients">The gradients of the results, with rows of <see cref="Stride"/> floats.</param>
    /// <param name="count">The number of positions.</param>
    /// <param name="update">Applies or stores the gradient.</param>
    public void Update(int panel, float* inputs, nint inputStride, float* gradients, int count, CpuUpdate update)
    {
        int column = panel * Panel.Width;
        nint origin = Panel.Origin(column, _panels.Inputs);
        DenseProduct product = new()
        {
            Left = inputs,
            LeftRowStride = 1,
            LeftDepthStride = inputStride,
            Right = gradients,
            RightStride = Stride,
            ResultStride = Panel.Stride(column, Stride),
            Depth = count,
        };
        Tile tile = new(0, _panels.Inputs, column, Math.Min(column + Panel.Width, Stride));
        _kernels.Update(product, update.For(_weight.Index).WithStatesFrom(origin), update.Target(_weight.Index) + origin, tile);
        if (panel == 0 && _bias is not null)
        {
            UpdateBias(_bias, gradients, count, update);
        }
    }

    // The gradient of the bias is a row of ones multiplied by the gradient of the results.
    private void UpdateBias(LayerParameter bias, float* gradients, int count, CpuUpdate update)
    {
        DenseProduct product = new()
        {
            Left = _one.Pointer,
            LeftRowStride = 0,
            LeftDepthStride = 0,
            Right = gradients,
            RightStride = Stride,
            ResultStride = 0,
            Depth = count,
        };
        _kernels.Update(product, update.For(bias.Index), update.Target(bias.Index), new Tile(0, 1, 0, Stride));
    }
}
