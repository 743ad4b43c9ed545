using System.Text.Json;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Serialization;

/// <summary>
/// Networks of convolutions that PyTorch trained and wrote (Fixtures/make_torch_convolutions.py). Their layers have the same indices here; a
/// linear activation is in the place of PyTorch's padding layers, since ours pad by themselves.
/// </summary>
public class TorchConvolutionFileTests
{
    private static readonly Dictionary<string, NetworkSpec> s_networks = new()
    {
        ["pictures"] = new(
            [7, 6, 2],
            [
                new Conv2D(4, 3, padding: Padding.Same), new ActivationLayer(Activation.Tanh),
                new ActivationLayer(Activation.Linear), new Conv2D(6, 3, strides: 2, padding: Padding.Same, groups: 2), new ActivationLayer(Activation.Tanh),
                new DepthwiseConv2D(2, depthMultiplier: 2, dilation: (1, 2)), new ActivationLayer(Activation.Gelu),
                new Conv2D(3, (3, 1), activation: Activation.Softmax),
            ]),
        ["separable"] = new(
            [7, 6, 2],
            [new SeparableConv2D(4, (3, 2), depthMultiplier: 3), new ActivationLayer(Activation.Tanh), new SeparableConv2D(3, 5, activation: Activation.Softmax)]),
        ["sequences"] = new(
            [9, 5],
            [
                new ActivationLayer(Activation.Linear), new Conv1D(6, 3, padding: Padding.Causal, dilation: 2), new ActivationLayer(Activation.Tanh),
                new Conv1D(4, 4, strides: 2, groups: 2, useBias: false), new ActivationLayer(Activation.Relu),
                new Conv1D(3, 3, activation: Activation.Softmax),
            ]),
    };

    public static TheoryData<string> Names => [.. s_networks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs_equal_those_of_PyTorch(string name)
    {
        NetworkSpec spec = s_networks[name];
        JsonElement fixture = JsonDocument.Parse(Resource($"torch_{name}.json")).RootElement;
        Network network = Network.Load(spec, Resource($"torch_{name}.safetensors"));
        float[] outputs = new float[4 * 3];
        network.Predict(new DenseFeatures(Numbers(fixture.GetProperty("features")).Select(value => (float)value).ToArray(), spec.InputSize), outputs);
        Close.All(Numbers(fixture.GetProperty("outputs")), outputs, 1e-5, 1e-7);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_saved_file_equals_the_file_that_PyTorch_read(string name)
    {
        using MemoryStream saved = new(), expected = new();
        Network.Load(s_networks[name], Resource($"torch_{name}.safetensors")).SaveWeights(saved);
        Resource($"saved_{name}.safetensors").CopyTo(expected);
        Assert.Equal(expected.ToArray(), saved.ToArray());
    }

    private static double[] Numbers(JsonElement numbers) => [.. numbers.EnumerateArray().Select(number => number.GetDouble())];

    private static Stream Resource(string name) => typeof(TorchConvolutionFileTests).Assembly.GetManifestResourceStream(name)!;
}
