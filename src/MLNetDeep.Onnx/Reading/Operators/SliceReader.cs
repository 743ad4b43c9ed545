using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Reads the operator that takes a part of some axes: <see cref="Cropping1D"/> and <see cref="Cropping2D"/>.</summary>
internal static class SliceReader
{
    public static void Read(NodeReader node)
    {
        GraphValue value = node.Value(0);
        if (value is FilledValue)
        {
            node.Give(value);
            return;
        }

        long[] starts = node.FindIntegers("starts", 1) ?? throw node.Damaged("it has no starts");
        long[] ends = node.FindIntegers("ends", 2) ?? throw node.Damaged("it has no ends");
        long[] axes = node.FindIntegers("axes", 3) ?? [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)];
        long[] steps = node.FindIntegers("steps", 4) ?? [.. axes.Select(_ => 1L)];
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length)
        {
            throw node.Damaged("its starts, ends, axes and steps differ in number");
        }

        List<(int Axis, int Before, int After)> removed = [];
        for (int i = 0; i < axes.Length; i++)
        {
            value = value is ConstantValue constant
                ? Sliced(constant, (starts[i], ends[i], axes[i], steps[i]), node)
                : Sliced(value as RowsValue ?? node.AnyRows(0), (starts[i], ends[i], axes[i], steps[i]), removed, node);
        }

        node.Give(value is RowsValue rows ? ResizedAxes.Apply(rows, removed, node) : value);
    }

    private static ConstantValue Sliced(ConstantValue constant, (long Start, long End, long Axis, long Step) part, NodeReader node)
    {
        int rank = constant.Shape.Length;
        long axis = part.Axis < 0 ? part.Axis + rank : part.Axis;
        if (axis < 0 || axis >= rank)
        {
            throw node.Damaged($"its axis is outside of {rank} dimensions");
        }

        (int start, int end) = Range(part, constant.Shape[(int)axis], node);
        List<int> positions = [];
        for (long i = start; part.Step > 0 ? i < end : i > end; i += part.Step)
        {
            positions.Add((int)i);
        }

        return ConstantParts.Take(constant, (int)axis, positions, constant.Count, node);
    }

    private static RowsValue Sliced(
        RowsValue rows, (long Start, long End, long Axis, long Step) part, List<(int Axis, int Before, int After)> removed, NodeReader node)
    {
        int axis = rows.AxisAt(part.Axis) ?? throw node.Damaged($"its axis is outside of {rows.Rank} dimensions");
        GraphAxis kept = rows.Axes[axis];
        int size = (int)(rows.Sizes.ElementAt(axis) ?? int.MaxValue);
        (int start, int end) = Range(part, size, node);
        bool isWhole = start == 0 && end == size && part.Step == 1;
        if (isWhole)
        {
            return rows;
        }

        if (part.Step == -1 && start == size - 1 && end == -1 && kept.Kind == GraphAxisKind.ReversedTime)
        {
            return rows with { Axes = rows.Axes.SetItem(axis, GraphAxis.Of(0)) };
        }

        if (part.Step == 1 && end == start + 1 && kept.Kind == GraphAxisKind.Directions)
        {
            return PositionReader.Take(rows, axis, start, node);
        }

        if (part.Step != 1 || kept.Kind != GraphAxisKind.Row || rows.Half is not null || end <= start || rows.AreIndices)
        {
            throw node.NotSupported("it takes a part of an axis; accepted: positions of a picture or a sequence, in their order");
        }

        removed.Add((axis, -start, end - size));
        return rows;
    }

    // As ONNX defines it: both are clamped, and an end of -1 with a negative step is before the first.
    private static (int Start, int End) Range((long Start, long End, long Axis, long Step) part, int size, NodeReader node)
    {
        if (part.Step is 0 or < -int.MaxValue or > int.MaxValue)
        {
            throw node.Damaged($"its step is {part.Step}");
        }

        long start = part.Start < 0 ? Math.Max(part.Start, -(long)size - 1) + size : part.Start;
        long end = part.End < 0 ? Math.Max(part.End, -(long)size - 1) + size : part.End;
        return part.Step > 0
            ? ((int)Math.Clamp(start, 0, size), (int)Math.Clamp(end, 0, size))
            : ((int)Math.Clamp(start, 0, size - 1), (int)Math.Clamp(end, -1, size - 1));
    }
}
