using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace MLNetDeep.Onnx.Tests.Pipelines;

/// <summary>Runs an ONNX model on the rows of a view, whose columns have the names of the model's inputs.</summary>
internal sealed class PipelineRun : IDisposable
{
    private readonly InferenceSession _session;

    public PipelineRun(byte[] model)
    {
        using SessionOptions options = new() { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        _session = new InferenceSession(model, options);
    }

    /// <summary>The names of the inputs.</summary>
    public IReadOnlyCollection<string> Inputs => [.. _session.InputMetadata.Keys];

    /// <summary>The names of the outputs.</summary>
    public IReadOnlyCollection<string> Outputs => [.. _session.OutputMetadata.Keys];

    /// <summary>The dimensions of an input or an output; -1 for the batch.</summary>
    public int[] Dimensions(string name) =>
        (_session.InputMetadata.TryGetValue(name, out NodeMetadata? input) ? input : _session.OutputMetadata[name]).Dimensions;

    /// <summary>The model's metadata.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _session.ModelMetadata.CustomMetadataMap;

    public void Dispose() => _session.Dispose();

    /// <summary>Runs the model on all rows at once. Returns each output's values, row-major.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="checksShapes">Whether the outputs must have the shapes that the model states.</param>
    public IReadOnlyDictionary<string, Array> Run(IDataView rows, bool checksShapes = true)
    {
        NamedOnnxValue[] inputs = [.. _session.InputMetadata.Select(input => ToValue(input.Key, input.Value.Dimensions, ColumnValues.Read(rows, input.Key)))];
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs = _session.Run(inputs);
        if (checksShapes)
        {
            Assert.All(outputs, output => Assert.Equal(Dimensions(output.Name)[1..], ShapeOf(output)[1..]));
        }

        return outputs.ToDictionary(output => output.Name, ToArray);
    }

    private static int[] ShapeOf(DisposableNamedOnnxValue value) => value.Value switch
    {
        Tensor<float> tensor => tensor.Dimensions.ToArray(),
        Tensor<string> tensor => tensor.Dimensions.ToArray(),
        Tensor<bool> tensor => tensor.Dimensions.ToArray(),
        Tensor<uint> tensor => tensor.Dimensions.ToArray(),
        Tensor<int> tensor => tensor.Dimensions.ToArray(),
        Tensor<long> tensor => tensor.Dimensions.ToArray(),
        Tensor<byte> tensor => tensor.Dimensions.ToArray(),
        Tensor<sbyte> tensor => tensor.Dimensions.ToArray(),
        Tensor<short> tensor => tensor.Dimensions.ToArray(),
        Tensor<ushort> tensor => tensor.Dimensions.ToArray(),
        Tensor<ulong> tensor => tensor.Dimensions.ToArray(),
        _ => ((Tensor<double>)value.Value).Dimensions.ToArray(),
    };

    private static NamedOnnxValue ToValue(string name, int[] dimensions, Array values)
    {
        int[] shape = [.. dimensions];
        shape[0] = values.Length / shape.Skip(1).Aggregate(1, (size, dimension) => size * dimension);

        // By the type itself: the runtime takes an array of uint for one of int.
        return Type.GetTypeCode(values.GetType().GetElementType()) switch
        {
            TypeCode.Double => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<double>((double[])values, shape)),
            TypeCode.Single => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>((float[])values, shape)),
            TypeCode.Byte => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<byte>((byte[])values, shape)),
            TypeCode.Int32 => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<int>((int[])values, shape)),
            TypeCode.UInt32 => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<uint>((uint[])values, shape)),
            TypeCode.Boolean => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<bool>((bool[])values, shape)),
            _ => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<string>((string[])values, shape)),
        };
    }

    private static Array ToArray(DisposableNamedOnnxValue value) => value.Value switch
    {
        Tensor<float> tensor => tensor.ToArray(),
        Tensor<uint> tensor => tensor.ToArray(),
        Tensor<int> tensor => tensor.ToArray(),
        Tensor<bool> tensor => tensor.ToArray(),
        Tensor<byte> tensor => tensor.ToArray(),
        Tensor<long> tensor => tensor.ToArray(),
        Tensor<sbyte> tensor => tensor.ToArray(),
        Tensor<short> tensor => tensor.ToArray(),
        Tensor<ushort> tensor => tensor.ToArray(),
        Tensor<ulong> tensor => tensor.ToArray(),
        Tensor<double> tensor => tensor.ToArray(),
        _ => ((Tensor<string>)value.Value).ToArray(),
    };
}
