using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Reshapes each row to one dimension: [28, 28] becomes [784].</summary>
/// <remarks>
/// The values and their order do not change. Pictures have their channels last here and in Keras, but first in PyTorch, where the same layer
/// gives another order. So that files open in both, the weights of a layer that reads the values, such as <see cref="Dense"/>, are stored in
/// PyTorch's order of inputs after a picture [height, width, channels], and after a sequence that has passed convolutions or pooling in one
/// dimension. They are put in order when they are loaded and saved: see <see cref="ParameterSpec.FlattenedChannels"/>.
/// </remarks>
public sealed record Flatten : LayerSpec
{
    internal override bool FlattensRows => true;

    /// <inheritdoc/>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape) => [Shapes.Size(inputShape, "Input shape")];

    /// <summary>Returns true, since flattening does not move values.</summary>
    /// <param name="training">Has no effect.</param>
    public override bool PassesThrough(bool training) => true;
}
