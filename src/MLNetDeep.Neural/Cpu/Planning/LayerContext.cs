using System.Collections.Immutable;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The data from which a layer is created: its shapes, its parameters, its input, the kernels and the threads. A layer in another layer gets
/// its own, so that it need not know where it is.
/// </summary>
internal sealed record LayerContext
{
    // The context of the whole network, from which those of its layers are made.
    private const int NetworkIndex = -1;

    /// <summary>The index in the network of the layer, or of the layer that contains it.</summary>
    public int Index { get; private init; } = NetworkIndex;

    /// <summary>
    /// The number of the layer's random streams: its index in the network. Layers in other layers have numbers that follow from their places.
    /// </summary>
    public int StreamIndex { get; private init; }

    /// <summary>The plan of the network.</summary>
    public required CpuPlan Plan { get; init; }

    /// <summary>The output of the previous layer, or the network's <see cref="BatchInput"/> for the first layer that runs.</summary>
    /// <remarks>Its values are in the order of <see cref="InputShape"/>, which may differ from its own shape after a <see cref="Flatten"/>.</remarks>
    public required Activations Input { get; init; }

    /// <summary>
    /// The number of used positions in each input row, if the input is a sequence that may have lengths; otherwise null. Values beyond are 0.
    /// </summary>
    public SequenceLengths? Lengths { get; init; }

    /// <summary>The network's parameters.</summary>
    public required CpuParameters Parameters { get; init; }

    /// <summary>The kernels.</summary>
    public required KernelSet Kernels { get; init; }

    /// <summary>The threads.</summary>
    public required ThreadTeam Team { get; init; }

    /// <summary>The seed of the random numbers in training.</summary>
    public required int Seed { get; init; }

    /// <summary>The part of the batch that the layers compute.</summary>
    public required BatchPart Part { get; init; }

    /// <summary>
    /// The network's layers on the first thread, if two threads run each step together and this is the second; otherwise null.
    /// </summary>
    public required LayerStack? Partner { get; init; }

    /// <summary>The shape of one input row.</summary>
    public ImmutableArray<int> InputShape { get; private init; }

    /// <summary>The shape of one output row.</summary>
    public ImmutableArray<int> OutputShape { get; private init; }

    /// <summary>Whether any parameter of the layer, or of a layer in it, is trained.</summary>
    public bool IsTrained => Plan.Spec.Parameters.Any(parameter =>
        parameter.IsTrainable && parameter.LayerIndex == Index && parameter.LocalName.StartsWith(Prefix, StringComparison.Ordinal));

    /// <summary>Whether the layer is frozen, or a layer that contains it is.</summary>
    public bool IsFrozen { get; private init; }

    // What precedes the layer's own names of its parameters in the names of the layer at Index: "layers.0.", or nothing.
    private string Prefix { get; init; } = "";

    /// <summary>Returns the context of a layer of the network or, if this is the context of a layer, of a layer in it.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">Its input.</param>
    /// <param name="lengths">See <see cref="Lengths"/>.</param>
    public LayerContext For(PlacedLayer layer, Activations input, SequenceLengths? lengths) => this with
    {
        Index = Index == NetworkIndex ? layer.Index : Index,
        StreamIndex = Index == NetworkIndex ? layer.Index : DropoutMasks.NestedIndex(StreamIndex, layer.Index),
        Prefix = Index == NetworkIndex ? "" : Prefix + layer.Prefix,
        Input = input,
        Lengths = lengths,
        InputShape = layer.InputShape,
        OutputShape = layer.OutputShape,
        IsFrozen = IsFrozen || !layer.Spec.Trainable,
    };

    /// <summary>Returns a parameter of the layer.</summary>
    /// <param name="name">The parameter's name within the layer.</param>
    public LayerParameter Parameter(string name) =>
        FindParameter(name) ?? throw new InvalidOperationException($"Layer {Index} has no parameter '{Prefix}{name}'.");

    /// <summary>Returns a parameter of the layer; null if the layer does not have the parameter.</summary>
    /// <param name="name">The parameter's name within the layer.</param>
    public LayerParameter? FindParameter(string name)
    {
        for (int i = 0; i < Plan.Spec.Parameters.Length; i++)
        {
            ParameterSpec parameter = Plan.Spec.Parameters[i];
            if (parameter.LayerIndex == Index && parameter.LocalName == Prefix + name)
            {
                return new LayerParameter(i, Parameters[i], parameter.IsTrainable);
            }
        }

        return null;
    }
}
