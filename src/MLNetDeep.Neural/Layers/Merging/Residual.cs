using System.Collections.Immutable;
using System.Text;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Adds the input, or a shortcut from it, to the output of layers: y = f(layers(x) + shortcut(x)).</summary>
/// <remarks>
/// <para>Without a shortcut, x itself is added. The layers and the shortcut must give rows of the same shape, which is that of the output.
/// Source: He, Zhang, Ren and Sun, "Deep residual learning for image recognition" (2016). Keras has no such layer, but its models add a layer's input by <c>Add</c>.</para>
/// <para>The parameters are named as in a PyTorch module with two members <c>layers</c> and <c>shortcut</c> of the type
/// <c>nn.Sequential</c>: <c>layers.0.weight</c>, <c>shortcut.0.weight</c>. Layers in this layer may again contain layers.</para>
/// </remarks>
/// <example>
/// <code>
/// // y = relu(W2 relu(W1 x + b1) + b2 + x)
/// Residual block = new([new Dense(64, Activation.Relu), new Dense(64)], Activation.Relu);
/// </code>
/// </example>
public sealed record Residual : LayerSpec
{
    private const string LayersPrefix = "layers.";
    private const string ShortcutPrefix = "shortcut.";

    private readonly ValueArray<LayerSpec> _layers;
    private readonly ValueArray<LayerSpec> _shortcut;

    /// <summary>Creates the layer.</summary>
    /// <param name="layers">See <see cref="Layers"/>.</param>
    /// <param name="activation">See <see cref="Activation"/>. Default: <see cref="Activation.Linear"/>.</param>
    /// <param name="shortcut">See <see cref="Shortcut"/>. Default: none.</param>
    /// <exception cref="ArgumentException">There is no layer, or a layer is null.</exception>
    public Residual(ImmutableArray<LayerSpec> layers, Activation? activation = null, ImmutableArray<LayerSpec> shortcut = default)
    {
        if (LayerSequence.Check(layers, nameof(Layers)).IsEmpty)
        {
            throw new ArgumentException("Layers is empty; accepted: one layer or more.", nameof(layers));
        }

        _layers = new(layers);
        _shortcut = new(shortcut.IsDefault ? [] : LayerSequence.Check(shortcut, nameof(Shortcut)));
        Activation = activation ?? Activation.Linear;
    }

    /// <summary>The layers to whose output the input is added: one or more.</summary>
    public ImmutableArray<LayerSpec> Layers => _layers.Items;

    /// <summary>The activation f of the sum. Softmax is accepted only if this is the network's last layer.</summary>
    public Activation Activation { get; }

    /// <summary>
    /// The layers through which the input passes before it is added, often one that changes its shape. Empty if the input is added as it
    /// is.
    /// </summary>
    public ImmutableArray<LayerSpec> Shortcut => _shortcut.Items;

    internal override Activation OutputActivation => Activation;

    internal override bool KeepsPlaces => InnerLayers().All(layer => layer.KeepsPlaces);

    internal override bool? HasFeaturesFirst => LayerSequence.HasFeaturesFirst(Layers);

    internal override ImmutableArray<string> CounterNames =>
    [
        .. LayerSequence.NestedCounterNames(Layers, LayersPrefix),
        .. LayerSequence.NestedCounterNames(Shortcut, ShortcutPrefix),
    ];

    /// <inheritdoc/>
    public override ImmutableArray<LayerSpec> InnerLayers() => [.. Layers, .. Shortcut];

    /// <summary>Returns the shape of one row after <see cref="Layers"/>.</summary>
    /// <param name="inputShape">The shape of one row before the layer.</param>
    /// <exception cref="ArgumentException">A layer does not accept its input, or the shortcut gives another shape than the layers.</exception>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape)
    {
        (ImmutableArray<PlacedLayer> layers, ImmutableArray<PlacedLayer> shortcut) = Paths(inputShape);
        ImmutableArray<int> output = layers.OutputShape(inputShape);
        ImmutableArray<int> added = shortcut.OutputShape(inputShape);
        return ValueArrays.Equal(output, added)
            ? output
            : throw new ArgumentException(
                $"Residual needs the same shape from both, but the layers give {Shapes.Text(output)} and the "
                + $"{(shortcut.IsEmpty ? $"input is {Shapes.Text(added)}: add a shortcut" : $"shortcut gives {Shapes.Text(added)}")}.");
    }

    /// <summary>
    /// Returns the parameters of the layers and of the shortcut: <c>layers.0.weight</c>, ..., <c>shortcut.0.weight</c>, ...
    /// </summary>
    /// <param name="inputShape">The shape of one row before the layer.</param>
    public override ImmutableArray<ParameterSpec> Parameters(ImmutableArray<int> inputShape)
    {
        (ImmutableArray<PlacedLayer> layers, ImmutableArray<PlacedLayer> shortcut) = Paths(inputShape);
        return [.. layers.NestedParameters(), .. shortcut.NestedParameters()];
    }

    /// <inheritdoc/>
    public override LayerSpec WithoutActivation() =>
        Activation is Linear ? this : new Residual(Layers, Activation.Linear, Shortcut) { Trainable = Trainable };

    internal override ImmutableArray<PlacedLayer> NestedLayers(ImmutableArray<int> inputShape)
    {
        (ImmutableArray<PlacedLayer> layers, ImmutableArray<PlacedLayer> shortcut) = Paths(inputShape);
        return [.. layers, .. shortcut];
    }

    internal override int? OutputLength(int inputLength, ImmutableArray<int> inputShape)
    {
        (ImmutableArray<PlacedLayer> layers, ImmutableArray<PlacedLayer> shortcut) = Paths(inputShape);
        return layers.OutputLength(inputLength) is { } length && shortcut.OutputLength(inputLength) is { } added ? Math.Max(length, added) : null;
    }

    /// <summary>Writes the members and the layers for <c>ToString</c>.</summary>
    /// <param name="builder">The builder of the text.</param>
    /// <returns>True: there are members.</returns>
    protected override bool PrintMembers(StringBuilder builder)
    {
        if (base.PrintMembers(builder))
        {
            builder.Append(", ");
        }

        return RecordText.Append(builder, this);
    }

    private (ImmutableArray<PlacedLayer> Layers, ImmutableArray<PlacedLayer> Shortcut) Paths(ImmutableArray<int> inputShape) => (
        LayerSequence.Place(Layers, inputShape, LayersPrefix),
        LayerSequence.Place(Shortcut, inputShape, ShortcutPrefix, Layers.Length));
}
