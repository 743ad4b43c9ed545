using global::Onnx;
using DataType = global::Onnx.TensorProto.Types.DataType;
using Dimension = global::Onnx.TensorShapeProto.Types.Dimension;

namespace MLNetDeep.Onnx;

/// <summary>Reads the shape of a graph's input.</summary>
internal static class GraphInput
{
    /// <summary>Returns the rows that the graph takes.</summary>
    /// <param name="input">The input as the graph describes it.</param>
    /// <param name="channelsFirst">Whether the channels come before the positions: the rows then have them last.</param>
    /// <exception cref="NotSupportedException">The shape is not fixed, or the values are of a type that networks do not take.</exception>
    public static RowsValue Read(ValueInfoProto input, bool channelsFirst)
    {
        string name = OnnxText.Short(input.Name);
        TypeProto.Types.Tensor tensor = input.Type?.TensorType ?? new TypeProto.Types.Tensor();
        DataType type = (DataType)tensor.ElemType;
        bool areIndices = type is DataType.Int64 or DataType.Int32;
        if (type != DataType.Float && !areIndices)
        {
            throw new NotSupportedException($"The input '{name}' of the ONNX model has values of the type {type}; accepted: Float, Int32, Int64.");
        }

        Dimension[] dimensions = [.. (tensor.Shape ?? new TensorShapeProto()).Dim];
        int[] open = [.. Enumerable.Range(0, dimensions.Length).Where(i => dimensions[i].DimValue == 0)];
        int batch = open.Length == 1 ? open[0] : 0;
        long size = dimensions.Length == 0 ? 0 : dimensions[batch].DimValue;
        if (dimensions.Length < 2 || open.Length > 1 || size is not (0 or 1) || dimensions.Any(dimension => dimension.DimValue < 0)
            || dimensions.Aggregate(1.0, (values, dimension) => values * Math.Max(dimension.DimValue, 1)) > Array.MaxLength)
        {
            string shape = OnnxText.Shape(dimensions.Select(item => item.DimValue == 0 ? OnnxText.Short(item.DimParam + "?") : $"{item.DimValue}"));
            throw new NotSupportedException(
                $"The input '{name}' of the ONNX model has the shape {shape}; accepted: two dimensions or more, all of fixed sizes but the batch, "
                + "which is the one without a size, or the first with the size 1, and no more values than an array can have.");
        }

        int[] graphAxes = [.. Enumerable.Range(0, dimensions.Length).Where(i => i != batch)];
        int[] rowAxes = channelsFirst ? [.. graphAxes[1..], graphAxes[0]] : graphAxes;
        GraphAxis[] axes = [.. dimensions.Select((_, i) => i == batch ? GraphAxis.Batch : GraphAxis.Of(Array.IndexOf(rowAxes, i)))];
        return new RowsValue(LayerNode.Input([.. rowAxes.Select(i => (int)dimensions[i].DimValue)]), [.. axes]) { AreIndices = areIndices };
    }
}
