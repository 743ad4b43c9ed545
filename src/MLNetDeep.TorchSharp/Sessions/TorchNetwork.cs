using System.Collections.Immutable;
using MLNetDeep.Neural;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>The layers of a network at work. The last layer's activation is computed apart, since losses take the values before it.</summary>
internal sealed class TorchNetwork : IDisposable
{
    private readonly TorchLayerChain _layers;
    private readonly Activation _outputActivation;
    private readonly bool _hasModule;

    // Whether leading Flatten layers make the rows flat, whose lengths then mean nothing.
    private readonly bool _startsFlat;

    /// <summary>Creates the layers.</summary>
    /// <param name="parameters">The weights.</param>
    /// <param name="device">The device.</param>
    /// <exception cref="NotSupportedException">A layer is not supported, or no layer can compute as the device's options say.</exception>
    public TorchNetwork(TorchParameters parameters, TorchDevice device)
    {
        NetworkSpec spec = parameters.Spec;
        if (device.UsesBFloat16 && !spec.AllLayers().Any(layer => layer.Spec is Dense))
        {
            throw new NotSupportedException(
                "BFloat16Products has no effect: the network has no dense layer of MLNetDeep, and a module converts its tensors itself. Set "
                + "BFloat16Products to false.");
        }

        _outputActivation = spec.OutputActivation;

        // Rows are staged in the shape after leading Flatten layers, which then have nothing to do.
        int first = spec.Layers.TakeWhile(layer => layer is Flatten).Count();
        InputShape = first == 0 ? spec.InputShape : spec.LayerShapes[first - 1];
        WidestRow = spec.AllLayers().Select(layer => layer.OutputShape).Append(spec.InputShape).Max(shape => shape.Aggregate(1, (size, dimension) => size * dimension));
        _hasModule = spec.AllLayers().Any(layer => layer.Spec is ModuleLayer);
        MeetsOthers = _hasModule || spec.AllLayers().Any(layer => layer.Spec is BatchNormalization);
        _startsFlat = first > 0;
        IEnumerable<PlacedLayer> layers = Enumerable.Range(first, spec.Layers.Length - first).Select(spec.PlacedLayer);
        _layers = new TorchLayerChain(layers, TorchLayerContext.ForNetwork(parameters, device), splitsActivation: true);
    }

    /// <summary>The shape of a row that <see cref="Forward"/> takes.</summary>
    public ImmutableArray<int> InputShape { get; }

    /// <summary>The most values that a row has in the input or in the output of a layer.</summary>
    public int WidestRow { get; }

    /// <summary>
    /// Whether layers meet those of other processes, if several share a batch: to normalize it as a whole, or to average a module's buffers.
    /// </summary>
    public bool MeetsOthers { get; }

    /// <summary>Computes the values before the last layer's activation: [rows, outputs].</summary>
    /// <param name="input">The rows, of the shape [rows, <see cref="InputShape"/>].</param>
    /// <param name="pass">How the batch passes through the layers.</param>
    public Tensor Forward(Tensor input, in LayerPass pass)
    {
        // A module may change its input in place, and the rows may be those that are kept on the device.
        if (_hasModule)
        {
            input = input.clone();
        }

        input = pass.Lengths?.ClearBeyond(input) ?? input;
        input = _layers.Forward(input, _startsFlat ? pass with { Lengths = null } : pass);
        return input.dim() == 2 ? input : input.flatten(1);
    }

    /// <summary>Applies the last layer's activation.</summary>
    public Tensor Activate(Tensor values) => TorchActivations.Apply(_outputActivation, values);

    /// <summary>Computes what a loss takes: the values before the last activation, or the outputs.</summary>
    public Tensor ForwardFor(LossSpec loss, Tensor input, in LayerPass pass)
    {
        Tensor values = Forward(input, pass);
        return loss.TakesLogits ? values : Activate(values);
    }

    /// <summary>Updates running statistics when a step is taken.</summary>
    public void Commit() => _layers.Commit();

    public void Dispose() => _layers.Dispose();
}
