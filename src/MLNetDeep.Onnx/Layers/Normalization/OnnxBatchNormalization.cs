using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Batch normalization with the running statistics.</summary>
internal static class OnnxBatchNormalization
{
    public const int LowestOpset = OnnxOptions.MinOpset;

    public static OnnxTensor Write(BatchNormalization layer, OnnxTensor input, OnnxLayerContext context)
    {
        OnnxTensor data = context.Graph.ToChannelsFirst(input);
        int channels = input.Shape[^1];
        string scale = context.ConstantOr("weight", 1, channels);
        string offset = context.ConstantOr("bias", 0, channels);
        string mean = context.Constant("running_mean"), variance = context.Constant("running_var");
        string output = context.Graph.Add(
            "BatchNormalization", [data.Name, scale, offset, mean, variance], OnnxAttribute.Number("epsilon", layer.Epsilon));
        return data with { Name = output };
    }
}
