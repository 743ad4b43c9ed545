using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Reads a sequence in both directions by two recurrent layers of the same kind, with weights of their own.</summary>
/// <remarks>
/// <para>
/// The input has the shape [time, features]. The output has the shape of the inner layer's output, with twice the units if the directions
/// are concatenated. If the inner layer returns sequences, each position has the states of both directions after they have read it. If
/// not, each direction gives its last state: forwards the one after the row's last position, backwards the one after its first.
/// </para>
/// <para>
/// The parameters of the direction that reads backwards have PyTorch's names, those of the inner layer with <c>_reverse</c> behind them.
/// Source: Schuster and Paliwal, "Bidirectional recurrent neural networks" (1997). PyTorch only concatenates.
/// Keras's <c>backward_layer</c> and its merge mode None, which returns two outputs, are not supported.
/// </para>
/// </remarks>
public sealed record Bidirectional : LayerSpec
{
    /// <summary>Creates the layer.</summary>
    /// <param name="layer">
    /// The layer that reads forwards; the other one has the same options. Its <see cref="RecurrentLayer.GoBackwards"/> must be false.
    /// </param>
    /// <param name="mergeMode">How the outputs are joined. Default: <see cref="Neural.MergeMode.Concat"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="layer"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="layer"/> reads backwards.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="mergeMode"/> is not defined.</exception>
    public Bidirectional(RecurrentLayer layer, MergeMode mergeMode = MergeMode.Concat)
    {
        ArgumentNullException.ThrowIfNull(layer);
        Layer = layer.GoBackwards
            ? throw new ArgumentException("Layer has GoBackwards = true; accepted: a layer that reads forwards.", nameof(layer))
            : layer;
        MergeMode = Guard.Defined(mergeMode, nameof(MergeMode));
    }

    /// <summary>The layer that reads forwards.</summary>
    public RecurrentLayer Layer { get; }

    /// <summary>How the outputs of the two directions are joined.</summary>
    public MergeMode MergeMode { get; }

    internal override bool? HasFeaturesFirst => false;

    internal override int? OutputLength(int inputLength, ImmutableArray<int> inputShape) => Layer.OutputLength(inputLength, inputShape);

    /// <inheritdoc/>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape)
    {
        ImmutableArray<int> shape = Layer.OutputShape(inputShape);
        return MergeMode == MergeMode.Concat ? shape.SetItem(shape.Length - 1, checked(2 * Layer.Units)) : shape;
    }

    /// <summary>Returns the parameters of the inner layer, then those of the other direction, whose names end in <c>_reverse</c>.</summary>
    /// <param name="inputShape">The shape of one row before the layer: [time, features].</param>
    public override ImmutableArray<ParameterSpec> Parameters(ImmutableArray<int> inputShape) =>
        [.. Layer.Parameters(inputShape, ""), .. Layer.Parameters(inputShape, RecurrentLayer.ReverseSuffix)];
}
