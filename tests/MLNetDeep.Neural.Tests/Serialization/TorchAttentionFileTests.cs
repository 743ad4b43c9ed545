using System.Text.Json;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Serialization;

/// <summary>A network of words with attention whose weights PyTorch wrote (Fixtures/make_torch_attention.py).</summary>
public class TorchAttentionFileTests
{
    private static readonly JsonElement s_fixture = JsonDocument.Parse(Resource("torch_words.json")).RootElement;

    [Theory]
    [InlineData("all", false)]
    [InlineData("causal", true)]
    public void Outputs_and_gradients_equal_those_of_PyTorch(string name, bool isCausal)
    {
        Network network = Network.Load(Spec(isCausal), Resource("torch_words.safetensors"));
        int[] lengths = Integers("lengths");
        IndexFeatures features = new(Integers("indices"), columnCount: 5, indexCount: 9, lengths);
        JsonElement expected = s_fixture.GetProperty(name);
        float[] outputs = new float[4 * 3];
        network.Predict(features, outputs);
        Close.All(Numbers(expected.GetProperty("outputs")), outputs, 1e-5, 1e-7);
        foreach (NamedTensor gradient in network.ComputeGradients(new TrainingData(features, Integers("labels"))))
        {
            Close.All(Numbers(expected.GetProperty("gradients").GetProperty(gradient.Name)), gradient.Values, 1e-4, 1e-7);
        }
    }

    [Fact]
    public void The_saved_file_equals_the_file_that_PyTorch_read()
    {
        using MemoryStream saved = new(), expected = new();
        Network.Load(Spec(isCausal: false), Resource("torch_words.safetensors")).SaveWeights(saved);
        Resource("saved_words.safetensors").CopyTo(expected);
        Assert.Equal(expected.ToArray(), saved.ToArray());
    }

    private static NetworkSpec Spec(bool isCausal) => new(
        [5],
        [
            new Embedding(9, 6), new PositionalEmbedding(), new MultiHeadAttention(2, 3, useCausalMask: isCausal), new GlobalAveragePooling1D(),
            new Dense(3, Activation.Softmax),
        ]);

    private static int[] Integers(string name) => [.. s_fixture.GetProperty(name).EnumerateArray().Select(number => number.GetInt32())];

    private static double[] Numbers(JsonElement numbers) => [.. numbers.EnumerateArray().Select(number => number.GetDouble())];

    private static Stream Resource(string name) => typeof(TorchAttentionFileTests).Assembly.GetManifestResourceStream(name)!;
}
