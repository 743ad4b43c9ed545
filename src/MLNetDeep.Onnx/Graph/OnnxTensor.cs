using System.Collections.Immutable;

namespace MLNetDeep.Onnx;

/// <summary>A tensor of the graph that holds activations: [batch, row shape].</summary>
/// <param name="Name">The name in the graph.</param>
/// <param name="Shape">The shape of one row in MLNetDeep's order, channels last, whatever the order in the graph is.</param>
/// <param name="HasChannelsFirst">
/// Whether the tensor in the graph has the channels before the positions: [batch, channels, height, width] or [batch, features, time].
/// <see cref="OnnxGraph.ToChannelsFirst"/> and <see cref="OnnxGraph.ToChannelsLast"/> change the order where a layer needs it.
/// </param>
internal sealed record OnnxTensor(string Name, ImmutableArray<int> Shape, bool HasChannelsFirst = false);
