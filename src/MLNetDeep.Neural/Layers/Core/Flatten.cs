using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Lays out each row in one dimension: [28, 28] becomes [784]. Values and their order stay as they are.</summary>
public sealed record Flatten : LayerSpec
{
    /// <inheritdoc/>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape) => [Shapes.Size(inputShape, "Input shape")];

    /// <summary>True: rows are contiguous in their shape's order already.</summary>
    /// <param name="training">Has no effect.</param>
    public override bool PassesThrough(bool training) => true;
}
