using System.Collections.Immutable;
using MLNetDeep.Neural.Serialization;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>The architecture of a feed-forward network: the shape of one input row and the layers in order.</summary>
/// <remarks>Immutable; validated when created; compared by value.</remarks>
/// <example>
/// <code>
/// NetworkSpec spec = new([28, 28], [new Flatten(), new Dense(128, Activation.Relu), new Dropout(0.2), new Dense(10, Activation.Softmax)]);
/// Console.WriteLine(spec.Summary());
/// </code>
/// </example>
public sealed record NetworkSpec
{
    private readonly bool _keepsParameterNames;

    /// <summary>Creates an architecture.</summary>
    /// <param name="inputShape">The shape of one input row, for example [784] or [28, 28].</param>
    /// <param name="layers">The layers from the input to the output: one or more.</param>
    /// <exception cref="ArgumentException">
    /// There is no layer, a dimension is below 1, a layer does not accept its input shape, a layer before the last has softmax, or a
    /// layer after the first takes indices. The message names the layer by its index.
    /// </exception>
    public NetworkSpec(ImmutableArray<int> inputShape, ImmutableArray<LayerSpec> layers)
    {
        InputSize = Shapes.Size(inputShape, nameof(InputShape));
        if (layers.IsDefaultOrEmpty)
        {
            throw new ArgumentException("Layers is empty; accepted: one layer or more.", nameof(layers));
        }

        InputShape = inputShape;
        Layers = layers;
        ImmutableArray<PlacedLayer> placed = LayerSequence.Place(layers, inputShape);
        LayerShapes = [.. placed.Select(layer => layer.OutputShape)];
        ImmutableArray<ParameterSpec>[] parameters = [.. placed.Parameters()];
        _keepsParameterNames = parameters.Count(list => !list.IsEmpty) == 1
            && layers[Array.FindIndex(parameters, list => !list.IsEmpty)].KeepsParameterNames;
        Parameters = [.. parameters.SelectMany((list, i) => list.Select(parameter => parameter.InLayer(i, NamePrefix(i))))];
        OutputSize = Shapes.Size(LayerShapes[^1], "Output shape");
    }

    /// <summary>The shape of one input row.</summary>
    public ImmutableArray<int> InputShape { get; }

    /// <summary>The layers, from the input to the output.</summary>
    public ImmutableArray<LayerSpec> Layers { get; }

    /// <summary>The kind of input that the first layer takes: numbers or indices.</summary>
    public FeatureKind InputKind => Layers[0].InputKind;

    /// <summary>The number of different indices that the first layer takes, from 0 on; null if it takes numbers.</summary>
    public int? IndexCount => Layers[0].IndexCount;

    /// <summary>Whether the zeros of a row of indices are left out; see <see cref="Embedding.MaskZero"/>.</summary>
    public bool MasksZeroIndices => Layers[0].MasksZeroIndices;

    /// <summary>The number of values in one input row: the product of <see cref="InputShape"/>.</summary>
    public int InputSize { get; }

    /// <summary>The number of values in one output row.</summary>
    public int OutputSize { get; }

    /// <summary>The parameters of all layers, layer by layer.</summary>
    public ImmutableArray<ParameterSpec> Parameters { get; }

    /// <summary>The number of values in all parameters, trained or not.</summary>
    public long ParameterCount => Parameters.Sum(parameter => (long)parameter.Size);

    /// <summary>The number of values that the optimizer updates.</summary>
    public long TrainableParameterCount => Parameters.Where(parameter => parameter.IsTrainable).Sum(parameter => (long)parameter.Size);

    /// <summary>The activation at the end of the last layer; linear if the layer has none.</summary>
    public Activation OutputActivation => Layers[^1].OutputActivation;

    /// <summary>The shape of one row after each layer.</summary>
    public ImmutableArray<ImmutableArray<int>> LayerShapes { get; }

    /// <summary>Returns the shape of one row before a layer.</summary>
    /// <param name="layer">The layer's index, counted from 0.</param>
    public ImmutableArray<int> InputShapeOf(int layer) => layer == 0 ? InputShape : LayerShapes[layer - 1];

    /// <summary>Returns a layer with its shapes.</summary>
    /// <param name="layer">The layer's index, counted from 0.</param>
    public PlacedLayer PlacedLayer(int layer) => new(Layers[layer], layer, $"{layer}", InputShapeOf(layer), LayerShapes[layer]);

    /// <summary>Returns what is wrong with the number of different indices of features; null if nothing.</summary>
    internal string? FindIndexProblem(FeatureMatrix features) =>
        features is IndexFeatures indices && indices.IndexCount > IndexCount
            ? $"The features have indices from 0 to {indices.IndexCount - 1}; the network takes 0 to {IndexCount - 1}."
            : null;

    /// <summary>Returns all layers and the layers in them, in order.</summary>
    public IEnumerable<PlacedLayer> AllLayers() => Enumerable.Range(0, Layers.Length).Select(PlacedLayer).WithNested();

    /// <summary>Returns what precedes the names of a layer's tensors in this network: <c>0.</c>, or nothing.</summary>
    /// <param name="layer">The layer's index, counted from 0.</param>
    internal string NamePrefix(int layer) =>
        _keepsParameterNames && Layers[layer].KeepsParameterNames ? "" : $"{layer}.";

    /// <summary>Returns a table of the layers in the format of Keras's <c>summary</c>.</summary>
    /// <remarks>
    /// Each layer has one line with its name, type, output shape and number of parameters. The totals follow. Lines end in <c>\n</c>.
    /// </remarks>
    public string Summary() => NetworkSummary.Write(this);

    /// <summary>Returns the architecture as JSON with a format version; see <see cref="FromJson"/>.</summary>
    public string ToJson() => NetworkSpecJson.Write(this);

    /// <summary>Reads an architecture that <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The JSON text.</param>
    /// <exception cref="InvalidDataException">
    /// The text is not valid JSON, has an unsupported version, or does not describe a valid architecture.
    /// </exception>
    public static NetworkSpec FromJson(string json) => NetworkSpecJson.Read(json);

    /// <summary>Compares the input shape and the layers by value.</summary>
    public bool Equals(NetworkSpec? other) =>
        other is not null && ValueArrays.Equal(InputShape, other.InputShape) && ValueArrays.Equal(Layers, other.Layers);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        ValueArrays.AddTo(ref hash, InputShape);
        ValueArrays.AddTo(ref hash, Layers);
        return hash.ToHashCode();
    }

    /// <summary>Returns the input shape and the layers on one line.</summary>
    public override string ToString() => $"NetworkSpec {Shapes.Text(InputShape)} -> {string.Join(" -> ", Layers)}";
}
