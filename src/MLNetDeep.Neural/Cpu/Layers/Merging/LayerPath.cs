namespace MLNetDeep.Neural.Cpu;

/// <summary>A sequence of layers in another layer, such as one of its branches. It may be empty.</summary>
/// <param name="layers">The layers; none if the input passes as it is.</param>
/// <param name="context">The context of the layer that contains them.</param>
internal sealed unsafe class LayerPath(IEnumerable<PlacedLayer> layers, LayerContext context)
{
    private readonly LayerChain _chain = new(layers, context);

    /// <summary>The output; the input if no layer runs.</summary>
    public Activations Output => _chain.Output;

    /// <summary>Whether two threads may each run their own copy; see <see cref="CpuLayer.CanReplicate"/>.</summary>
    public bool CanReplicate => _chain.Layers.All(layer => layer.CanReplicate);

    /// <summary>See <see cref="CpuLayer.Statistics"/>.</summary>
    public IEnumerable<int> Statistics => _chain.Statistics;

    /// <summary>The gradient of the output, to be written before <see cref="Backward"/>; null if no layer runs.</summary>
    public Activations? OutputGradient => _chain.Layers.IsEmpty ? null : _chain.Layers[^1].OutputGradient;

    /// <summary>The approximate number of operations in one pass over a batch.</summary>
    public long WorkFor(int rows) => _chain.Layers.Sum(layer => layer.WorkFor(rows));

    /// <summary>Allocates memory for batches of this many rows.</summary>
    public void EnsureRows(int rows, bool training) => _chain.EnsureRows(rows, training);

    /// <summary>Computes the output.</summary>
    public void Forward(int rows, long? step) => _chain.Forward(0, _chain.Layers.Length, rows, step);

    /// <summary>Computes the gradient of the input, if needed, and updates the parameters.</summary>
    public void Backward(int rows, Activations? inputGradient, CpuUpdate update) => _chain.Backward(0, rows, inputGradient, update);

    /// <summary>See <see cref="CpuLayer.Commit"/>.</summary>
    public void Commit() => _chain.Commit();
}
