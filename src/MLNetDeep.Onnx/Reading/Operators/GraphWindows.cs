using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>The windows of a convolution or a pooling as a node describes them.</summary>
/// <param name="Kernel">The size of the window along each axis.</param>
/// <param name="Strides">The distance between windows.</param>
/// <param name="Dilations">The distance between values of a window.</param>
/// <param name="Pads">The padding before and after.</param>
internal sealed record GraphWindows(int[] Kernel, int[] Strides, int[] Dilations, (int Before, int After)[] Pads)
{
    /// <summary>Reads the attributes of a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="sizes">The sizes of the input along the axes: one for a sequence, two for a picture.</param>
    /// <param name="kernel">The size of the window if no attribute says it.</param>
    public static GraphWindows Read(NodeReader node, int[] sizes, int[]? kernel = null)
    {
        kernel = Sizes("kernel_shape") ?? kernel ?? throw node.Damaged("it has no kernel_shape");
        int[] strides = Sizes("strides") ?? [.. sizes.Select(_ => 1)], dilations = Sizes("dilations") ?? [.. sizes.Select(_ => 1)];
        string auto = node.Text("auto_pad", "NOTSET");
        (int, int)[] pads = auto switch
        {
            "SAME_UPPER" or "SAME_LOWER" => [.. sizes.Select((size, i) => Same(size, i, isUpper: auto == "SAME_UPPER"))],
            "VALID" => [.. sizes.Select(_ => (0, 0))],
            "NOTSET" => Explicit(node.FindIntegers("pads") ?? new long[2 * sizes.Length]),
            _ => throw node.Damaged($"its auto_pad is {OnnxText.Short(auto)}"),
        };
        return new(kernel, strides, dilations, pads);

        int[]? Sizes(string name) => node.FindIntegers(name) is not { } values
            ? null
            : values.Length == sizes.Length && values.All(value => value is >= 1 and <= 1 << 20)
                ? [.. values.Select(value => (int)value)]
                : throw node.Damaged($"its {name} is {OnnxText.Shape(values)} for {sizes.Length} axes");

        (int, int)[] Explicit(long[] values) => values.Length == 2 * sizes.Length && values.All(value => value is >= 0 and <= 1 << 20)
            ? [.. sizes.Select((_, i) => ((int)values[i], (int)values[i + sizes.Length]))]
            : throw node.NotSupported($"its pads are {OnnxText.Shape(values)} for {sizes.Length} axes; accepted: two numbers of 0 or more for each");

        (int, int) Same(int size, int i, bool isUpper)
        {
            WindowAxis axis = WindowAxis.Of(size, kernel[i], strides[i], dilations[i], Padding.Same);
            return isUpper ? (axis.Before, axis.After) : (axis.After, axis.Before);
        }
    }

    /// <summary>Finds the padding of a layer here that is the same; null if zeros must be put around the input first.</summary>
    /// <param name="sizes">The sizes of the input along the axes.</param>
    public Padding? FindPadding(int[] sizes)
    {
        if (Pads.All(pad => pad == (0, 0)))
        {
            return Padding.Valid;
        }

        return Matches(Padding.Same) ? Padding.Same : sizes.Length == 1 && Matches(Padding.Causal) ? Padding.Causal : null;

        bool Matches(Padding padding) => sizes.Select((size, i) => WindowAxis.Of(size, Kernel[i], Strides[i], Dilations[i], padding))
            .Zip(Pads)
            .All(item => (item.First.Before, item.First.After) == item.Second);
    }

    /// <summary>Whether windows that reach beyond the end would be counted if the number of windows were rounded up.</summary>
    /// <param name="sizes">The sizes of the input along the axes.</param>
    public bool HasRest(int[] sizes) => sizes
        .Select((size, i) => ((long)size + Pads[i].Before + Pads[i].After - (((long)Kernel[i] - 1) * Dilations[i]) - 1) % Strides[i])
        .Any(rest => rest != 0);
}
