using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>The parameters of a dense layer: the weights, stored in panels, and the biases, or zeros if the layer has no biases.</summary>
internal sealed unsafe class DenseWeights
{
    private readonly LayerParameter _weight;
    private readonly LayerParameter? _bias;
    private readonly PanelLayout _panels;
    private readonly AlignedBuffer _one = new(1);
    private readonly AlignedBuffer _zeros;

    public DenseWeights(LayerContext context)
    {
        _weight = context.Parameter("weight");
        _bias = context.FindParameter("bias");
        _panels = (PanelLayout)_weight.Values.Layout;
        _zeros = new AlignedBuffer(_panels.Stride);
        _one.Span[0] = 1;
    }

    /// <summary>The number of inputs.</summary>
    public int Inputs => _panels.Inputs;

    /// <summary>The number of units.</summary>
    public int Units => _panels.Units;

    /// <summary>The number of units, with padding.</summary>
    public int Stride => _panels.Stride;

    /// <summary>The weight's index among the network's parameters.</summary>
    public int WeightIndex => _weight.Index;

    /// <summary>The bias's index among the network's parameters; null if the layer has no biases.</summary>
    public int? BiasIndex => _bias?.Index;

    /// <summary>Whether the layer is trained, and not frozen.</summary>
    public bool AreTrained => _weight.IsTrained;

    /// <summary>The weights.</summary>
    public float* Weight => _weight.Pointer;

    /// <summary>The biases; zeros if the layer has no biases.</summary>
    public float* Bias => _bias is null ? _zeros.Pointer : _bias.Pointer;

    /// <summary>An array of <see cref="Stride"/> zeros.</summary>
    public float* Zeros => _zeros.Pointer;

    /// <summary>The approximate number of multiplications in the product of a batch and the weights.</summary>
    public long WorkFor(int rows) => (long)rows * Inputs * Stride;

    /// <summary>Returns the update arguments for the weights starting at an offset, and the address that the update writes to.</summary>
    public UpdateArguments UpdateFrom(CpuUpdate update, nint offset, out float* target)
    {
        target = update.Target(_weight.Index) + offset;
        return update.For(_weight.Index).WithStatesFrom(offset);
    }

    /// <summary>
    /// Updates the biases, if the layer has them. Their gradient is a row of ones multiplied by the gradient of the sums.
    /// </summary>
    public void UpdateBias(CpuUpdate update, Activations gradient, int rows, KernelSet kernels)
    {
        if (_bias is null)
        {
            return;
        }

        DenseProduct ones = new()
        {
            Left = _one.Pointer,
            LeftRowStride = 0,
            LeftDepthStride = 0,
            Right = gradient.Pointer,
            RightStride = gradient.Stride,
            ResultStride = 0,
            Depth = rows,
        };
        kernels.Update(ones, update.For(_bias.Index), update.Target(_bias.Index), new Tile(0, 1, 0, Stride));
    }
}
