using System.Collections.Immutable;
using System.Text;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Passes the input to several branches of layers, and joins their outputs along the last axis.</summary>
/// <remarks>
/// <para>For pictures, the last axis is that of the channels, for sequences that of the features, for flat rows the only one. All other
/// dimensions of the branches' outputs must be equal. A branch without layers passes the input on. Keras's <c>Concatenate</c> joins
/// outputs of
/// any layers of a graph; this layer contains the branches, so that a network needs no graph.</para>
/// <para>The parameters are named as in a PyTorch module with a member <c>branches</c>, an <c>nn.ModuleList</c> of <c>nn.Sequential</c>:
/// <c>branches.0.1.weight</c> is the weight of layer 1 in branch 0. Layers in this layer may again contain layers.</para>
/// </remarks>
/// <example>
/// <code>
/// // Rows of 3 values become rows of 8 + 4 + 3 values.
/// Concatenate branches = new([[new Dense(8, Activation.Relu)], [new Dense(4, Activation.Tanh)], []]);
/// </code>
/// </example>
public sealed record Concatenate : LayerSpec
{
    private readonly ValueArray<ValueArray<LayerSpec>> _branches;

    /// <summary>Creates the layer.</summary>
    /// <param name="branches">See <see cref="Branches"/>.</param>
    /// <exception cref="ArgumentException">There is no branch, or a branch or layer is null.</exception>
    public Concatenate(ImmutableArray<ImmutableArray<LayerSpec>> branches)
    {
        _branches = !branches.IsDefaultOrEmpty
            ? new([.. branches.Select(branch => new ValueArray<LayerSpec>(LayerSequence.Check(branch, nameof(Branches))))])
            : throw new ArgumentException("Branches is empty; accepted: one branch or more.", nameof(branches));
    }

    /// <summary>The branches, each with its layers: one or more. A branch without layers passes the input on.</summary>
    public ImmutableArray<ImmutableArray<LayerSpec>> Branches => [.. _branches.Items.Select(branch => branch.Items)];

    internal override bool? HasFeaturesFirst => Branches.Select(LayerSequence.HasFeaturesFirst).FirstOrDefault(first => first is not null);

    internal override ImmutableArray<string> CounterNames =>
        [.. Branches.SelectMany((branch, i) => LayerSequence.NestedCounterNames(branch, Prefix(i)))];

    /// <inheritdoc/>
    public override ImmutableArray<LayerSpec> InnerLayers() => [.. Branches.SelectMany(branch => branch)];

    /// <summary>Returns the shape of the branches' outputs, with the sum of their last dimensions.</summary>
    /// <param name="inputShape">The shape of one row before the layer.</param>
    /// <exception cref="ArgumentException">A layer does not accept its input, or the branches' outputs do not fit together.</exception>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape)
    {
        ImmutableArray<int>[] outputs = [.. Paths(inputShape).Select(branch => branch.OutputShape(inputShape))];
        for (int i = 1; i < outputs.Length; i++)
        {
            if (outputs[i].Length != outputs[0].Length || !outputs[i].AsSpan()[..^1].SequenceEqual(outputs[0].AsSpan()[..^1]))
            {
                throw new ArgumentException(
                    $"Concatenate needs outputs that differ in the last dimension only, but branch 0 gives {Shapes.Text(outputs[0])} and "
                    + $"branch {i} gives {Shapes.Text(outputs[i])}.");
            }
        }

        return [.. outputs[0].AsSpan()[..^1], checked((int)outputs.Sum(output => (long)output[^1]))];
    }

    /// <summary>Returns the parameters of the branches: <c>branches.0.0.weight</c>, ...</summary>
    /// <param name="inputShape">The shape of one row before the layer.</param>
    public override ImmutableArray<ParameterSpec> Parameters(ImmutableArray<int> inputShape) =>
        [.. Paths(inputShape).SelectMany(branch => branch.NestedParameters())];

    internal override ImmutableArray<PlacedLayer> NestedLayers(ImmutableArray<int> inputShape) =>
        [.. Paths(inputShape).SelectMany(branch => branch)];

    internal override int? OutputLength(int inputLength, ImmutableArray<int> inputShape)
    {
        int?[] lengths = [.. Paths(inputShape).Select(branch => branch.OutputLength(inputLength))];
        return lengths.Contains(null) ? null : lengths.Max();
    }

    /// <summary>Writes the branches and their layers for <c>ToString</c>.</summary>
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

    private static string Prefix(int branch) => $"branches.{branch}.";

    private List<ImmutableArray<PlacedLayer>> Paths(ImmutableArray<int> inputShape)
    {
        List<ImmutableArray<PlacedLayer>> paths = [];
        for (int i = 0, first = 0; i < Branches.Length; i++)
        {
            paths.Add(LayerSequence.Place(Branches[i], inputShape, Prefix(i), first));
            first += paths[i].Length;
        }

        return paths;
    }
}
