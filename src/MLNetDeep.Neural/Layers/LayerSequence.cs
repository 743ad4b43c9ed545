using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Functions on layers in sequence: those of a network, or some in a layer.</summary>
internal static class LayerSequence
{
    /// <summary>Returns the layers with their shapes.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="inputShape">The shape of one row before the first layer.</param>
    /// <param name="prefix">What precedes the index in the names of layers in another layer: <c>layers.</c>; empty for those of a network.</param>
    /// <param name="firstIndex">The <see cref="PlacedLayer.Index"/> of the first layer.</param>
    /// <exception cref="ArgumentException">
    /// A layer is null, does not accept its input shape, has softmax over several positions or is not a network's last layer, or takes indices and is not a network's first layer.
    /// </exception>
    public static ImmutableArray<PlacedLayer> Place(
        ImmutableArray<LayerSpec> layers, ImmutableArray<int> inputShape, string prefix = "", int firstIndex = 0)
    {
        ImmutableArray<PlacedLayer>.Builder placed = ImmutableArray.CreateBuilder<PlacedLayer>(layers.Length);
        for (int i = 0; i < layers.Length; i++)
        {
            string name = prefix.Length == 0 ? $"Layer {i}" : $"{prefix}{i}";
            if (layers[i]?.OutputActivation is Softmax && (prefix.Length > 0 || i != layers.Length - 1))
            {
                throw new ArgumentException(
                    $"{name} has the activation Softmax; accepted: on the {(prefix.Length > 0 ? "network's " : "")}last layer only.", nameof(layers));
            }

            if (layers[i]?.InputKind == FeatureKind.Indices && (prefix.Length > 0 || i > 0))
            {
                throw new ArgumentException(
                    $"{name}: {layers[i].TypeName} takes indices; accepted: as the {(prefix.Length > 0 ? "network's " : "")}first layer only.",
                    nameof(layers));
            }

            try
            {
                ArgumentNullException.ThrowIfNull(layers[i], "layer");
                ImmutableArray<int> shape = layers[i].OutputShape(inputShape);
                placed.Add(new PlacedLayer(layers[i], firstIndex + i, $"{prefix}{i}", inputShape, shape));
                layers[i].Parameters(inputShape);
                inputShape = layers[i].OutputActivation is Softmax && shape.AsSpan()[..^1].ContainsAnyExcept(1)
                    ? throw new ArgumentException(
                        $"Softmax needs flat rows, but the layer gives {Shapes.Text(shape)}: put a Flatten or a pooling layer before it.")
                    : shape;
            }
            catch (ArgumentException exception)
            {
                string message = exception.MessageWithoutParameter();
                string input = Shapes.Text(inputShape);
                string place = layers[i] is not { } layer || message.Contains(input, StringComparison.Ordinal)
                    ? name
                    : $"{name} ({layer.TypeName}, input {input})";
                throw new ArgumentException($"{place}: {message}", nameof(layers), exception);
            }
        }

        return placed.MoveToImmutable();
    }

    /// <summary>Returns the shape of one row after the last layer; the input shape if there is no layer.</summary>
    public static ImmutableArray<int> OutputShape(this ImmutableArray<PlacedLayer> layers, ImmutableArray<int> inputShape) =>
        layers.IsEmpty ? inputShape : layers[^1].OutputShape;

    /// <summary>Returns the number of used positions after the last layer; see <see cref="LayerSpec.OutputLength"/>.</summary>
    public static int? OutputLength(this ImmutableArray<PlacedLayer> layers, int inputLength)
    {
        int? length = inputLength;
        foreach (PlacedLayer layer in layers)
        {
            length = length is { } before ? layer.OutputLength(before) : null;
        }

        return length;
    }

    /// <summary>Returns the parameters of each layer, with the order of their columns; see <see cref="ParameterSpec.FlattenedChannels"/>.</summary>
    public static IEnumerable<ImmutableArray<ParameterSpec>> Parameters(this ImmutableArray<PlacedLayer> layers)
    {
        // The channels of the rows that were made flat; 0 as long as the rows are the input of all the layers.
        int channels = 0;
        bool hasFeaturesFirst = false;
        foreach (PlacedLayer layer in layers)
        {
            yield return
            [
                .. layer.Spec.TrainedOrFrozenParameters(layer.InputShape).Select(parameter => !parameter.HasInputColumns || channels == 0
                    ? parameter
                    : parameter with { HasInputColumns = false, FlattenedChannels = channels }),
            ];
            if (layer.Spec.FlattensRows && layer.InputShape.Length > 1)
            {
                bool hasChannels = layer.InputShape.Length > 2 || hasFeaturesFirst;
                channels = hasChannels && layer.OutputShape[0] > layer.InputShape[^1] ? layer.InputShape[^1] : 1;
            }
            else if (!layer.Spec.KeepsPlaces)
            {
                channels = 1;
            }

            hasFeaturesFirst = layer.Spec.HasFeaturesFirst ?? hasFeaturesFirst;
        }
    }

    /// <summary>Returns the parameters of layers in another layer, with the names that they have there.</summary>
    public static ImmutableArray<ParameterSpec> NestedParameters(this ImmutableArray<PlacedLayer> layers) =>
        [.. layers.Zip(layers.Parameters(), (layer, parameters) => parameters.Select(item => item.Nested(layer.Prefix))).SelectMany(items => items)];

    /// <summary>Returns whether PyTorch's form of the last layers has features before time; see <see cref="LayerSpec.HasFeaturesFirst"/>.</summary>
    public static bool? HasFeaturesFirst(ImmutableArray<LayerSpec> layers) =>
        layers.Select(layer => layer.HasFeaturesFirst).LastOrDefault(first => first is not null);

    /// <summary>Returns the names of the counters of layers in another layer; see <see cref="LayerSpec.CounterNames"/>.</summary>
    public static IEnumerable<string> NestedCounterNames(ImmutableArray<LayerSpec> layers, string prefix) =>
        layers.SelectMany((layer, i) => layer.CounterNames.Select(name => $"{prefix}{i}.{name}"));

    /// <summary>Returns the layers, and the layers in them, in order.</summary>
    public static IEnumerable<PlacedLayer> WithNested(this IEnumerable<PlacedLayer> layers) =>
        layers.SelectMany(layer => WithNested(layer.NestedLayers).Prepend(layer));

    /// <summary>Throws if an array of layers is missing or has a null.</summary>
    /// <exception cref="ArgumentException">The array is default or has a null.</exception>
    public static ImmutableArray<LayerSpec> Check(ImmutableArray<LayerSpec> layers, string name) =>
        layers.IsDefault || layers.Contains(null!)
            ? throw new ArgumentException($"{name} is null or has a null.", name)
            : layers;
}
