using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>A dense layer; see <see cref="DenseLayer"/>. Its weights are the left operands of the products.</summary>
internal sealed unsafe class DenseSlice : SliceLayer
{
    private static readonly UpdateArguments s_store = new() { Kind = UpdateKind.Store };

    private readonly DenseWeights _weights;
    private readonly ActivationKind _kind;
    private readonly SliceValues _input;
    // The sums before the activation: the output, unless the derivative is computed from the sums.
    private readonly SliceValues _sums;

    public DenseSlice(Dense layer, LayerContext context, SliceValues input, int rows)
        : base(layer.Units, rows, context.Kernels)
    {
        _weights = new DenseWeights(context);
        _kind = ActivationKind.For(layer.Activation);
        _input = input;
        _sums = _kind.NeedsSums ? new SliceValues(layer.Units, rows) : Output;
    }

    /// <inheritdoc/>
    public override ActivationFunction Fused => _kind.IsFused ? _kind.Function : ActivationFunction.Linear;

    /// <inheritdoc/>
    public override bool IsTrained => _weights.AreTrained;

    public override void Forward(int rows)
    {
        for (int unit = 0; unit < Output.Units; unit += Panel.Width)
        {
            DenseProduct product = new()
            {
                Left = Weights(unit),
                LeftRowStride = 1,
                LeftDepthStride = WeightStride(unit),
                Right = _input.Pointer,
                RightStride = _input.Stride,
                ResultStride = _sums.Stride,
                Depth = _input.Units,
            };
            Kernels.Update(product, s_store, _sums.Unit(unit), new Tile(0, UnitsFrom(unit), 0, rows));
        }

        ActivationKind first = _kind.NeedsSums ? new ActivationKind(ActivationFunction.Linear) : _kind;
        Kernels.ActivateUnits(first, _weights.Bias, _sums.Pointer, _sums.Pointer, Output.Units, Output.Stride, rows);
        for (int unit = 0; unit < Output.Units && _kind.NeedsSums; unit++)
        {
            Kernels.Activate(_kind, _sums.Unit(unit), Output.Unit(unit), rows);
        }
    }

    public override void Backward(int rows, SliceLayer? below, CpuParameters gradients)
    {
        for (int unit = 0; unit < Output.Units && !_kind.IsFused; unit++)
        {
            Kernels.ActivationGradient(_kind, OutputGradient.Unit(unit), _sums.Unit(unit), rows);
        }

        if (below is not null)
        {
            ComputeInputGradient(below, rows);
        }

        if (IsTrained)
        {
            AddGradients(gradients, rows);
        }
    }

    private static int PanelOffset(int unit, int inputs) => (int)Panel.Origin(unit, inputs) + unit;

    private float* Weights(int unit) => _weights.Weight + PanelOffset(unit, _input.Units);

    private int WeightStride(int unit) => Panel.Stride(unit, _weights.Stride);

    // The number of units in the panel that begins with a unit.
    private int UnitsFrom(int unit) => Math.Min(Panel.Width, Output.Units - unit);

    private void ComputeInputGradient(SliceLayer below, int rows)
    {
        float* result = below.OutputGradient.Pointer;
        Tile tile = new(0, _input.Units, 0, rows);
        if (Output.Units <= Panel.Width)
        {
            Kernels.Backward(InputGradient(0), below.Fused, below.Output.Pointer, result, tile);
            return;
        }

        Kernels.Update(InputGradient(0), s_store, result, tile);
        for (int unit = Panel.Width; unit < Output.Units; unit += Panel.Width)
        {
            Kernels.Accumulate(InputGradient(unit), result, tile);
        }

        below.MultiplyByDerivative(rows);
    }

    // The part of the input's gradient that comes from the panel that begins with a unit.
    private DenseProduct InputGradient(int unit) => new()
    {
        Left = Weights(unit),
        LeftRowStride = WeightStride(unit),
        LeftDepthStride = 1,
        Right = OutputGradient.Unit(unit),
        RightStride = OutputGradient.Stride,
        ResultStride = _input.Stride,
        Depth = UnitsFrom(unit),
    };

    private void AddGradients(CpuParameters gradients, int rows)
    {
        float* weightGradient = gradients[_weights.WeightIndex].Pointer;
        for (int unit = 0; unit < Output.Units; unit += Panel.Width)
        {
            RowProduct product = new()
            {
                Left = _input.Pointer,
                LeftStride = _input.Stride,
                LeftRows = _input.Units,
                Right = OutputGradient.Unit(unit),
                RightStride = OutputGradient.Stride,
                RightRows = UnitsFrom(unit),
                ResultStride = WeightStride(unit),
                Depth = rows,
            };
            Kernels.Add(product, weightGradient + PanelOffset(unit, _input.Units));
        }

        if (_weights.BiasIndex is { } bias)
        {
            Kernels.AddSums(OutputGradient.Pointer, OutputGradient.Stride, Output.Units, rows, gradients[bias].Pointer);
        }
    }
}
