using System.Collections.Immutable;
using MLNetDeep.Neural;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>
/// What a layer is created from: its shapes, its parameters and the device. A layer in another layer gets its own, so that it need not know
/// where it is.
/// </summary>
internal sealed record TorchLayerContext
{
    // The context of the whole network, from which those of its layers are made.
    private const int NetworkIndex = -1;

    private PlacedLayer? _place;

    private TorchLayerContext(TorchParameters parameters, TorchDevice device)
    {
        Parameters = parameters;
        Device = device;
    }

    /// <summary>The index in the network of the layer, or of the layer that contains it.</summary>
    public int Index { get; private init; } = NetworkIndex;

    /// <summary>
    /// The number of the layer's random streams: its index in the network. Layers in other layers have numbers that follow from their places.
    /// </summary>
    public int StreamIndex { get; private init; }

    /// <summary>The parameters of the network.</summary>
    public TorchParameters Parameters { get; }

    /// <summary>The device.</summary>
    public TorchDevice Device { get; }

    /// <summary>The layer, with its shapes and the layers in it.</summary>
    public PlacedLayer Place => _place ?? throw new InvalidOperationException("The context of a network has no layer.");

    /// <summary>The shape of one input row.</summary>
    public ImmutableArray<int> InputShape => Place.InputShape;

    /// <summary>The shape of one output row.</summary>
    public ImmutableArray<int> OutputShape => Place.OutputShape;

    /// <summary>Whether the layer is in another layer.</summary>
    public bool IsNested => Prefix.Length > 0;

    /// <summary>Whether the layer is frozen, or the layer that contains it is.</summary>
    public bool IsFrozen { get; private init; }

    // What precedes the layer's own names of its parameters in the names of the layer at Index: "layers.0.", or nothing.
    private string Prefix { get; init; } = "";

    /// <summary>Returns the context of a network, from which those of its layers are made.</summary>
    public static TorchLayerContext ForNetwork(TorchParameters parameters, TorchDevice device) => new(parameters, device);

    /// <summary>Returns the context of a layer of the network or, if this is the context of a layer, of a layer in it.</summary>
    public TorchLayerContext For(PlacedLayer layer) => this with
    {
        Index = Index == NetworkIndex ? layer.Index : Index,
        StreamIndex = Index == NetworkIndex ? layer.Index : DropoutMasks.NestedIndex(StreamIndex, layer.Index),
        Prefix = Index == NetworkIndex ? "" : $"{Prefix}{layer.Name}.",
        _place = layer,
        IsFrozen = IsFrozen || !layer.Spec.Trainable,
    };

    /// <summary>Returns a parameter of the layer.</summary>
    /// <param name="name">The parameter's name within the layer.</param>
    public Tensor Parameter(string name) =>
        FindParameter(name) ?? throw new InvalidOperationException($"Layer {Index} has no parameter '{Prefix}{name}'.");

    /// <summary>Returns a parameter of the layer; null if the layer does not have it.</summary>
    /// <param name="name">The parameter's name within the layer.</param>
    public Tensor? FindParameter(string name) => IndexOf(name) is >= 0 and int index ? Parameters[index] : null;

    /// <summary>
    /// Returns a tensor of the layer that the layer itself updates from its batches, unless it is frozen, such as a running mean.
    /// </summary>
    /// <param name="name">The tensor's name within the layer.</param>
    public Tensor Statistic(string name)
    {
        Tensor statistic = Parameter(name);
        if (!IsFrozen)
        {
            Parameters.MarkStatistic(IndexOf(name));
        }

        return statistic;
    }

    /// <summary>Returns the index in the network of a parameter of the layer; -1 if the layer does not have it.</summary>
    /// <param name="name">The parameter's name within the layer.</param>
    public int IndexOf(string name)
    {
        for (int i = 0; i < Parameters.Spec.Parameters.Length; i++)
        {
            ParameterSpec parameter = Parameters.Spec.Parameters[i];
            if (parameter.LayerIndex == Index && parameter.LocalName == Prefix + name)
            {
                return i;
            }
        }

        return -1;
    }
}
