using Microsoft.ML.Data;
using MLNetDeep.Transforms;
using global::Onnx;

namespace MLNetDeep.Onnx;

/// <summary>
/// Writes <see cref="OneHotLabelTransformer"/>: compares the label with each class. A label that is no class gives zeros, where the
/// transformer throws.
/// </summary>
internal static class OneHotLabelColumn
{
    public static void Write(OneHotLabelMapper mapper, PipelineGraph pipeline)
    {
        OnnxGraph graph = pipeline.Graph;
        string label = graph.Reshape(pipeline.Input(mapper.Input, TensorProto.Types.DataType.Int64), -1, 1);
        long first = mapper.Input.Type is KeyDataViewType ? 1 : 0;
        long[] classes = [.. Enumerable.Range(0, mapper.ClassCount).Select(index => first + index)];
        string isClass = graph.Add("Equal", [label, graph.Integers(classes, [1, mapper.ClassCount])]);
        pipeline.AddColumn(mapper.AddedColumns[0], pipeline.Cast(isClass, TensorProto.Types.DataType.Float));
    }
}
