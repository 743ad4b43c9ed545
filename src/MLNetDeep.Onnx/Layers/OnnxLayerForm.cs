using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Says how a layer is written with ONNX's operators.</summary>
/// <param name="LowestOpset">The lowest version of ONNX's operators with which the layer can be written; see also <see cref="LowestOpsetOf"/>.</param>
/// <param name="Write">Adds the layer's nodes to the graph and returns its output.</param>
internal sealed record OnnxLayerForm(int LowestOpset, Func<OnnxTensor, OnnxLayerContext, OnnxTensor> Write)
{
    /// <summary>Returns the activations of a layer, which may need a later version than the layer. Default: the one at its end.</summary>
    public Func<LayerSpec, IEnumerable<Activation>> Activations { get; init; } = layer => [layer.OutputActivation];

    /// <summary>The lowest version for a layer with its activations.</summary>
    public int LowestOpsetOf(LayerSpec layer) => Math.Max(LowestOpset, Activations(layer).Max(OnnxActivations.LowestOpsetOf));

    /// <summary>Creates the form of a layer of one type.</summary>
    public static OnnxLayerForm Of<TLayer>(int lowestOpset, Func<TLayer, OnnxTensor, OnnxLayerContext, OnnxTensor> write)
        where TLayer : LayerSpec =>
        new(lowestOpset, (input, context) => write((TLayer)context.Place.Spec, input, context));
}
