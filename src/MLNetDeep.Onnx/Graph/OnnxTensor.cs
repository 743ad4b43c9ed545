using System.Collections.Immutable;

namespace MLNetDeep.Onnx;

/// <summary>A tensor of the graph that holds activations: [batch, row shape].</summary>
/// <param name="Name">The name in the graph.</param>
/// <param name="Shape">The shape of one row in MLNetDeep's order, channels last, whatever the order in the graph is.</param>
/// <param name="HasChannelsFirst">
/// Whether the tensor in the graph has the channels before the positions: [batch, channels, height, width] or [batch, features, time].
/// <see cref="OnnxGraph.ToChannelsFirst"/> and <see cref="OnnxGraph.ToChannelsLast"/> change the order where a layer needs it.
/// </param>
internal sealed record OnnxTensor(string Name, ImmutableArray<int> Shape, bool HasChannelsFirst = false)
{
    /// <summary>The number of dimensions, with the batch.</summary>
    public int Rank => Shape.Length + 1;

    /// <summary>The axis of the channels or features.</summary>
    public int ChannelAxis => HasChannelsFirst ? 1 : Shape.Length;

    /// <summary>The axes of the positions: height and width, or time.</summary>
    public long[] PositionAxes => [.. Enumerable.Range(HasChannelsFirst ? 2 : 1, Shape.Length - 1).Select(axis => (long)axis)];
}
