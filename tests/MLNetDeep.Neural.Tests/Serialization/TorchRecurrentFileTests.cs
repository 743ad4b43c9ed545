using System.Text.Json;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Serialization;

/// <summary>Networks of words with recurrent layers whose weights PyTorch wrote (Fixtures/make_torch_recurrent_networks.py).</summary>
public class TorchRecurrentFileTests
{
    private static readonly Dictionary<string, NetworkSpec> s_networks = new()
    {
        ["one_direction"] = new(
            [6],
            [
                new Embedding(9, 5), new LSTM(4, returnSequences: true), new GRU(7, useBias: false, returnSequences: true),
                new SimpleRNN(6, Activation.Relu), new Dense(3, Activation.Softmax),
            ]),
        ["both_directions"] = new(
            [6],
            [
                new Embedding(9, 5), new Bidirectional(new LSTM(3, returnSequences: true)), new Bidirectional(new SimpleRNN(4, returnSequences: true)),
                new Bidirectional(new GRU(2)), new Dense(3, Activation.Softmax),
            ]),
    };

    public static TheoryData<string> Names => [.. s_networks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs_and_gradients_equal_those_of_PyTorch(string name)
    {
        JsonElement fixture = JsonDocument.Parse(Resource($"torch_{name}.json")).RootElement;
        Network network = Network.Load(s_networks[name], Resource($"torch_{name}.safetensors"));
        IndexFeatures features = new(Integers(fixture, "indices"), columnCount: 6, indexCount: 9, Integers(fixture, "lengths"));
        float[] outputs = new float[4 * 3];
        network.Predict(features, outputs);
        Close.All(Numbers(fixture.GetProperty("outputs")), outputs, 1e-5, 1e-7);
        IReadOnlyList<NamedTensor> gradients = network.ComputeGradients(new TrainingData(features, Integers(fixture, "labels")));
        Assert.Equal(fixture.GetProperty("gradients").EnumerateObject().Count(), gradients.Count);
        foreach (NamedTensor gradient in gradients)
        {
            Close.All(Numbers(fixture.GetProperty("gradients").GetProperty(gradient.Name)), gradient.Values, 1e-4, 1e-7);
        }
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

    private static int[] Integers(JsonElement fixture, string name) => [.. fixture.GetProperty(name).EnumerateArray().Select(number => number.GetInt32())];

    private static double[] Numbers(JsonElement numbers) => [.. numbers.EnumerateArray().Select(number => number.GetDouble())];

    private static Stream Resource(string name) => typeof(TorchRecurrentFileTests).Assembly.GetManifestResourceStream(name)!;
}
