using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Reads operators that enlarge pictures and sequences: <see cref="UpSampling1D"/> and <see cref="UpSampling2D"/>.</summary>
internal static class ResizeReader
{
    public static void Read(NodeReader node)
    {
        RowsValue rows = node.Rows(0);
        int[] factors = Factors(rows, node);
        int[] axes = [.. Enumerable.Range(0, factors.Length).Where(axis => factors[axis] != 1)];
        if (axes.Length == 0)
        {
            node.Give(rows);
            return;
        }

        rows = ResizedAxes.Prepare(rows, axes, node);
        Interpolation interpolation = Mode(node);
        int[] size = [1, 1];
        foreach (int axis in axes)
        {
            size[rows.Axes[axis].Row] = factors[axis];
        }

        LayerSpec layer = (rows.Node.Shape.Length, interpolation) switch
        {
            (3, _) => new UpSampling2D((size[0], size[1]), interpolation),
            (_, Interpolation.Nearest) => new UpSampling1D(size[0]),
            _ => throw node.NotSupported("it interpolates a sequence; accepted: the mode nearest"),
        };
        node.Give(rows, layer);
    }

    private static int[] Factors(RowsValue rows, NodeReader node)
    {
        int scalesInput = node.Operator == "Upsample" || node.Opset < 11 ? 1 : 2;
        float[]? scales = node.HasAttribute("scales") ? [.. node.FindNumbers("scales").Select(item => (float)item)] : null;
        scales ??= node.Has(scalesInput) ? node.Numbers(scalesInput) : null;
        long?[] sizes = [.. rows.Sizes];
        double[] factors;
        if (scales is { Length: > 0 })
        {
            factors = [.. scales.Select(scale => (double)scale)];
        }
        else
        {
            ImmutableArray<long?> targets = (node.Has(3) ? node.Constant(3).Integers : null) ?? throw node.Damaged("it has neither scales nor sizes");
            factors = [.. targets.Select((target, i) => i < sizes.Length && target / (double?)sizes[i] is { } factor ? factor : 1)];
        }

        if (factors.Length != sizes.Length)
        {
            throw node.Damaged($"it has {factors.Length} scales for {sizes.Length} dimensions");
        }

        return [.. factors.Select(factor => factor >= 1 && factor == Math.Floor(factor)
            ? checked((int)factor)
            : throw node.NotSupported($"it changes sizes by the factors {OnnxText.Shape(factors)}; accepted: whole numbers"))];
    }

    // Nearest neighbours are the same for whole factors, whether centres or corners of pixels are compared, as long as halves are rounded down.
    private static Interpolation Mode(NodeReader node)
    {
        bool isOld = node.Operator == "Upsample" || node.Opset < 11;
        string mode = node.Text("mode", "nearest");
        string place = isOld ? "asymmetric" : node.Text("coordinate_transformation_mode", "half_pixel");
        string rounding = isOld ? "floor" : node.Text("nearest_mode", "round_prefer_floor");
        return (mode, place, rounding) switch
        {
            ("nearest", "asymmetric" or "tf_half_pixel_for_nn", "floor") => Interpolation.Nearest,
            ("nearest", "half_pixel" or "pytorch_half_pixel", "round_prefer_floor" or "round_prefer_ceil") => Interpolation.Nearest,
            ("linear", "half_pixel" or "pytorch_half_pixel", _) => Interpolation.Bilinear,
            _ => throw node.NotSupported(
                $"it has the mode {OnnxText.Short(mode)}, {OnnxText.Short(place)}, {OnnxText.Short(rounding)}; "
                + "accepted: nearest, and linear with half_pixel"),
        };
    }
}
