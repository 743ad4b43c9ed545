using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Reshapes each row to one dimension: [28, 28] becomes [784].</summary>
/// <remarks>The values and their order do not change.</remarks>
public sealed record Flatten : LayerSpec
{
    /// <inheritdoc/>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape) => [Shapes.Size(inputShape, "Input shape")];

    /// <summary>Returns true, since flattening does not move values.</summary>
    /// <param name="training">Has no effect.</param>
    public override bool PassesThrough(bool training) => true;
}
