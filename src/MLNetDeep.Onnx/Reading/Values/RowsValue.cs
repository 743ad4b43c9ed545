using System.Collections.Immutable;

namespace MLNetDeep.Onnx;

/// <summary>A tensor of activations: the rows after a layer, with their axes in the order of the graph.</summary>
/// <param name="Node">The layer.</param>
/// <param name="Axes">The axes of the tensor.</param>
internal sealed record RowsValue(LayerNode Node, ImmutableArray<GraphAxis> Axes) : GraphValue
{
    /// <summary>
    /// The number of channels of flat rows that the graph has in another order: all positions of channel 0 first, then all of channel 1, where
    /// the rows of the network have all channels of position 0 first. 1 if the order is the same.
    /// </summary>
    public int FlatChannels { get; init; } = 1;

    /// <summary>Which direction of a bidirectional layer the tensor has, if only one: 0 or 1.</summary>
    public int? Half { get; init; }

    /// <summary>Whether the values are indices for a table.</summary>
    public bool AreIndices { get; init; }

    /// <summary>The number of dimensions of the tensor.</summary>
    public int Rank => Axes.Length;

    /// <summary>The sizes of the axes; null for the batch.</summary>
    public IEnumerable<long?> Sizes => Axes.Select(SizeOf);

    /// <summary>The number of values in a row.</summary>
    public long RowSize => Node.Shape.Aggregate(1L, (size, dimension) => size * dimension) / (Half is null ? 1 : 2);

    /// <summary>Returns the axis at an index that may count from the end.</summary>
    public int? AxisAt(long index) => index >= -Rank && index < Rank ? (int)(index < 0 ? index + Rank : index) : null;

    private long? SizeOf(GraphAxis axis) => axis.Kind switch
    {
        GraphAxisKind.Batch => null,
        GraphAxisKind.One => 1,
        GraphAxisKind.Directions => 2,
        GraphAxisKind.Units => Node.Shape[^1] / 2,
        GraphAxisKind.ReversedTime => Node.Shape[0],
        _ => Node.Shape[axis.Row],
    };
}
