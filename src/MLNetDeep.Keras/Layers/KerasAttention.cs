using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Keras.Layers;

/// <summary>
/// Attention. Keras has four dense layers with kernels [features, heads, size] and [heads, size, features]; here one matrix has the queries, keys and
/// values, and a second the output.
/// </summary>
internal static class KerasAttention
{
    private static readonly string[] s_inputs = ["query", "key", "value"];

    public static KerasLayer Describe(MultiHeadAttention attention, PlacedLayer layer)
    {
        int features = layer.InputShape[1], heads = attention.NumHeads, size = attention.KeyDim, width = heads * size;
        bool useBias = attention.UseBias;
        return new KerasLayer(
            "multi_head_attention",
            [
                .. s_inputs.Select(name => new KerasPart(
                    $"{name}_dense", Arrays(useBias, new($"{name} kernel", [features, heads, size]), new($"{name} bias", [heads, size])))),
                new KerasPart("output_dense", Arrays(useBias, new("output kernel", [heads, size, features]), new("output bias", [features]))),
            ],
            arrays =>
            {
                int step = useBias ? 2 : 1;
                float[] inner = [.. s_inputs.SelectMany((_, i) => Axes.Transpose(arrays[i * step], features, width))];
                float[] outer = Axes.Transpose(arrays[s_inputs.Length * step], width, features);
                return useBias ? [inner, [.. s_inputs.SelectMany((_, i) => arrays[(i * step) + 1])], outer, arrays[^1]] : [inner, outer];
            });
    }

    private static ImmutableArray<KerasArray> Arrays(bool useBias, KerasArray kernel, KerasArray bias) => useBias ? [kernel, bias] : [kernel];
}
