using Microsoft.ML.Data;
using MLNetDeep.Transforms;
using global::Onnx;

namespace MLNetDeep.Onnx;

/// <summary>Writes <see cref="FlattenImageTransformer"/>: the values, as one dimension, times the scale.</summary>
internal static class FlattenImageColumn
{
    public static void Write(FlattenImageMapper mapper, PipelineGraph pipeline)
    {
        OnnxGraph graph = pipeline.Graph;
        string image = pipeline.Input(mapper.Input, TensorProto.Types.DataType.Float);
        string flat = graph.Reshape(image, -1, ((VectorDataViewType)mapper.Input.Type).Size);
        pipeline.AddColumn(mapper.AddedColumns[0], mapper.Scale == 1 ? flat : graph.Add("Mul", [flat, graph.Constant("scale", mapper.Scale)]));
    }
}
