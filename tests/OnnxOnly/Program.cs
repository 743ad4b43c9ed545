// Scores rows with an ONNX model: OnnxOnly MODEL ROWS FOLDER. ROWS holds the values of the model's only input, row after row, as the model
// takes them: bytes, or little-endian floats. Writes the values of each output to a file of its name in FOLDER, one on a line, and prints
// the names of the assemblies that were loaded.
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

const int BatchSize = 500;

using (SessionOptions options = new() { IntraOpNumThreads = 1 })
using (InferenceSession session = new(args[0], options))
{
    (string input, NodeMetadata type) = session.InputMetadata.Single();
    int[] shape = type.Dimensions;
    int size = shape.Skip(1).Aggregate(1, (product, dimension) => product * dimension) * (type.ElementType == typeof(byte) ? 1 : sizeof(float));
    Dictionary<string, List<string>> lines = session.OutputMetadata.Keys.ToDictionary(name => name, _ => new List<string>());
    foreach (byte[] batch in File.ReadAllBytes(args[1]).Chunk(BatchSize * size))
    {
        shape[0] = batch.Length / size;
        NamedOnnxValue rows = type.ElementType == typeof(byte)
            ? NamedOnnxValue.CreateFromTensor(input, new DenseTensor<byte>(batch, shape))
            : NamedOnnxValue.CreateFromTensor(input, new DenseTensor<float>(MemoryMarshal.Cast<byte, float>(batch).ToArray(), shape));
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run([rows]);
        foreach (DisposableNamedOnnxValue result in results)
        {
            lines[result.Name].AddRange(result.Value switch
            {
                Tensor<float> values => values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)),
                Tensor<bool> values => values.Select(value => value.ToString()),
                Tensor<byte> values => values.Select(value => value.ToString(CultureInfo.InvariantCulture)),
                Tensor<uint> values => values.Select(value => value.ToString(CultureInfo.InvariantCulture)),
                _ => (Tensor<string>)result.Value,
            });
        }
    }

    foreach ((string name, List<string> values) in lines)
    {
        File.WriteAllLines(Path.Combine(args[2], name), values);
    }
}

foreach (string? name in AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName().Name))
{
    Console.WriteLine(name);
}
