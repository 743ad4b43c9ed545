using global::Onnx;

namespace MLNetDeep.Onnx;

/// <summary>The numbers that stand for types of values in ONNX's files.</summary>
internal static class OnnxTypes
{
    public const int Float = (int)TensorProto.Types.DataType.Float;
    public const int Int32 = (int)TensorProto.Types.DataType.Int32;
    public const int Int64 = (int)TensorProto.Types.DataType.Int64;
}
