namespace MLNetDeep.Neural.Cpu;

/// <summary>A separable convolution: its two convolutions in sequence. Its output is that of the second.</summary>
internal sealed class SeparableLayer : CpuLayer
{
    private readonly LayerPath _layers;

    private SeparableLayer(LayerPath layers)
        : base(layers.Output, layers.OutputGradient!) => _layers = layers;

    /// <inheritdoc/>
    public override bool CanReplicate => _layers.CanReplicate;

    /// <inheritdoc/>
    public override IEnumerable<int> Statistics => _layers.Statistics;

    /// <summary>Creates the layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="context">The context of the layer.</param>
    public static SeparableLayer Create(SeparableConv2D layer, LayerContext context) =>
        new(new LayerPath(layer.NestedLayers(context.InputShape), context));

    /// <inheritdoc/>
    public override long WorkFor(int rows) => _layers.WorkFor(rows);

    public override void EnsureRows(int rows, bool training) => _layers.EnsureRows(rows, training);

    public override void Forward(int rows, long? step) => _layers.Forward(rows, step);

    public override void Backward(int rows, Activations? inputGradient, CpuUpdate update) => _layers.Backward(rows, inputGradient, update);

    public override void Commit() => _layers.Commit();
}
