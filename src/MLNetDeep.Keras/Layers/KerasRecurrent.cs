using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Keras.Layers;

/// <summary>
/// Recurrent layers. The gates of an LSTM are in the same order in both, i, f, c, o; those of a GRU are z, r, h in Keras and r, z, n here. Keras has one
/// bias, a GRU with <c>reset_after</c> (the default) two; here there are always two, of which the second becomes 0.
/// </summary>
internal static class KerasRecurrent
{
    private const string Cell = "cell";

    // Keras's place of each gate.
    private static readonly int[] s_gruGates = [1, 0, 2];

    public static KerasLayer Describe(RecurrentLayer recurrent, PlacedLayer layer) =>
        new(ClassName(recurrent), [new KerasPart(Cell, Arrays(recurrent, layer))], arrays => Convert(recurrent, layer.InputShape[1], arrays));

    public static KerasLayer Describe(Bidirectional both, PlacedLayer layer)
    {
        ImmutableArray<KerasArray> arrays = Arrays(both.Layer, layer);
        return new(
            "bidirectional",
            [new KerasPart($"forward_layer/{Cell}", arrays), new KerasPart($"backward_layer/{Cell}", arrays)],
            values =>
            [
                .. Convert(both.Layer, layer.InputShape[1], values[..arrays.Length]), .. Convert(both.Layer, layer.InputShape[1], values[arrays.Length..]),
            ]);
    }

    private static string ClassName(RecurrentLayer recurrent) => recurrent switch
    {
        LSTM => "lstm",
        GRU => "gru",
        _ => "simple_rnn",
    };

    private static int[] Gates(RecurrentLayer recurrent) => recurrent switch
    {
        LSTM => [0, 1, 2, 3],
        GRU => s_gruGates,
        _ => [0],
    };

    private static ImmutableArray<KerasArray> Arrays(RecurrentLayer recurrent, PlacedLayer layer)
    {
        int outputs = Gates(recurrent).Length * recurrent.Units;
        ImmutableArray<KerasArray> kernels =
            [new("kernel", [layer.InputShape[1], outputs]), new("recurrent_kernel", [recurrent.Units, outputs])];
        return recurrent.UseBias ? [.. kernels, new("bias", recurrent is GRU ? [2, outputs] : [outputs])] : kernels;
    }

    private static float[][] Convert(RecurrentLayer recurrent, int features, float[][] arrays)
    {
        int units = recurrent.Units;
        int[] gates = Gates(recurrent);
        int outputs = gates.Length * units;
        float[] kernel = ReorderGates(Axes.Transpose(arrays[0], features, outputs), gates, units * features);
        float[] recurrentKernel = ReorderGates(Axes.Transpose(arrays[1], units, outputs), gates, units * units);
        if (!recurrent.UseBias)
        {
            return [kernel, recurrentKernel];
        }

        float[] first = ReorderGates(arrays[2][..outputs], gates, units);
        float[] second = recurrent is GRU ? ReorderGates(arrays[2][outputs..], gates, units) : new float[outputs];
        return [kernel, recurrentKernel, first, second];
    }

    private static float[] ReorderGates(float[] values, int[] gates, int size) =>
        [.. gates.SelectMany(gate => values.AsSpan(gate * size, size).ToArray())];
}
