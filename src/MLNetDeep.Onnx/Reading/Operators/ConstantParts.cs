namespace MLNetDeep.Onnx;

/// <summary>Takes parts of constant tensors.</summary>
internal static class ConstantParts
{
    /// <summary>Takes some positions of an axis.</summary>
    /// <param name="constant">The tensor.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="positions">The positions: 0 or more, below the size of the axis.</param>
    /// <param name="limit">The largest number of values of the result.</param>
    /// <param name="node">The node, for messages.</param>
    public static ConstantValue Take(ConstantValue constant, int axis, IReadOnlyList<int> positions, long limit, NodeReader node)
    {
        int size = constant.Shape[axis];
        int inner = constant.Shape.Skip(axis + 1).Aggregate(1, (product, dimension) => product * dimension);
        if (size == 0 || (long)constant.Count / size * positions.Count > limit)
        {
            throw node.NotSupported($"it repeats a constant to too many values: it takes {positions.Count} positions");
        }

        return constant.Pick(constant.Shape.SetItem(axis, positions.Count), index =>
        {
            int block = index / inner / positions.Count;
            return (((block * size) + positions[index / inner % positions.Count]) * inner) + (index % inner);
        });
    }
}
