using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Lays out each row in one dimension: [28, 28] becomes [784]. Values and their order stay as they are.</summary>
public sealed record Flatten : LayerSpec
{
    internal override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape) => [Shapes.Size(inputShape, "Input shape")];
}
