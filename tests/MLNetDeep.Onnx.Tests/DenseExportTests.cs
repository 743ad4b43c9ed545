using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx.Tests;

public class DenseExportTests
{
    [Fact]
    public void A_dense_network_gives_the_same_outputs_in_OnnxRuntime()
    {
        Network network = new(new NetworkSpec([4], [new Dense(8, Activation.Relu), new Dense(3, Activation.Softmax)]), seed: 1);
        using MemoryStream file = new();
        network.SaveOnnx(file);
        using InferenceSession session = new(file.ToArray());
        float[] rows = [1, -2, 3, 0.5f, 0.25f, 0, -1, 2];
        DenseTensor<float> input = new(rows, [2, 4]);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run([NamedOnnxValue.CreateFromTensor("input", input)]);
        float[] outputs = [.. results[0].AsEnumerable<float>()];
        float[] expected = [.. network.Predict(rows.Chunk(4).ToArray()).SelectMany(row => row)];
        Assert.Equal(6, outputs.Length);
        Assert.All(outputs.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
    }
}
