using Microsoft.ML;
using Microsoft.ML.Data;
using global::Onnx;

namespace MLNetDeep.Onnx;

/// <summary>Writes ML.NET's MapKeyToValue: takes the value of each key from a table, whose first entry is that of a missing key.</summary>
internal static class KeyValueColumns
{
    /// <summary>Adds the columns.</summary>
    /// <param name="step">The transformer.</param>
    /// <param name="columns">The columns that it makes.</param>
    /// <param name="pipeline">The graph.</param>
    /// <exception cref="NotSupportedException">The values have a type that ONNX does not have.</exception>
    public static void Write(PipelineStep step, IReadOnlyList<string> columns, OnnxPipeline pipeline)
    {
        // All inputs are taken before a column is made, which may hide one of them.
        (DataViewSchema.Column Output, string Values)[] written = [.. columns.Select(column => (step.Output.Schema[column], Values(step, column, pipeline)))];
        foreach ((DataViewSchema.Column output, string values) in written)
        {
            pipeline.AddNode("Identity", "", [values], [pipeline.AddColumn(output.Type, output.Name)], []);
        }
    }

    private static string Values(PipelineStep step, string column, OnnxPipeline pipeline)
    {
        DataViewSchema.Column keys = step.Input.Schema[step.Dependencies(new HashSet<string> { column }).Single()];
        Array table = Table(keys, step.Component);
        string indices = pipeline.AddTensor("keys");
        pipeline.AddNode(
            "Cast", "", [pipeline.Column(keys.Name)], [indices], [KeyValuePair.Create("to", (object)(long)TensorProto.Types.DataType.Int64)]);
        string values = pipeline.AddTensor("values");
        pipeline.AddNode("Gather", "", [pipeline.AddConstant($"{column}.KeyValues", table, [table.Length]), indices], [values], []);
        return values;
    }

    private static Array Table(DataViewSchema.Column keys, string component)
    {
        DataViewType item = ((VectorDataViewType)keys.Annotations.Schema[AnnotationNames.KeyValues].Type).ItemType;
        return Type.GetTypeCode(item.RawType) switch
        {
            _ when item is TextDataViewType => Read<ReadOnlyMemory<char>>(keys, default).Select(text => text.ToString()).ToArray(),
            TypeCode.Boolean => Read(keys, false),
            TypeCode.SByte => Read<sbyte>(keys, 0),
            TypeCode.Byte => Read<byte>(keys, 0),
            TypeCode.Int16 => Read<short>(keys, 0),
            TypeCode.UInt16 => Read<ushort>(keys, 0),
            TypeCode.Int32 => Read(keys, 0),
            TypeCode.UInt32 => Read(keys, 0u),
            TypeCode.Int64 => Read(keys, 0L),
            TypeCode.UInt64 => Read(keys, 0ul),
            TypeCode.Single => Read(keys, float.NaN),
            TypeCode.Double => Read(keys, double.NaN),
            _ => throw new NotSupportedException(
                $"{component} cannot be converted to ONNX: the values of the keys in column '{keys.Name}' have the type {item}, which ONNX does not have."),
        };
    }

    private static T[] Read<T>(DataViewSchema.Column keys, T missing)
    {
        VBuffer<T> values = default;
        keys.Annotations.GetValue(AnnotationNames.KeyValues, ref values);
        return [missing, .. values.DenseValues()];
    }
}
