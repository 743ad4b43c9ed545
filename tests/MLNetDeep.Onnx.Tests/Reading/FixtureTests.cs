using MLNetDeep.Neural;

namespace MLNetDeep.Onnx.Tests.Reading;

/// <summary>Models of PyTorch's exporter, and graphs as tf2onnx writes them, load and score as the programs that made them.</summary>
public class FixtureTests
{
    public static TheoryData<string> Names => [.. Fixture.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_model_scores_as_the_program_that_wrote_it(string name)
    {
        Fixture fixture = Fixture.Load(name);
        Network network = Network.LoadOnnx(Fixture.PathOf(name));
        float[][] expected = fixture.Expected();
        float[][] actual = fixture.Predict(network);
        Assert.Equal(expected.Length, actual.Length);
        for (int row = 0; row < expected.Length; row++)
        {
            Assert.Equal(expected[row].Length, actual[row].Length);
            Assert.All(expected[row].Zip(actual[row]), pair => Assert.Equal(pair.First, pair.Second, 1e-5f * Math.Max(1, Math.Abs(pair.First))));
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Patterns_of_nodes_become_layers(string name, string inputShape, string layers)
    {
        NetworkSpec spec = Network.LoadOnnx(Fixture.PathOf(name)).Spec;
        Assert.Equal(inputShape, $"[{string.Join(", ", spec.InputShape)}]");
        Assert.Equal(layers, string.Join(", ", spec.Layers.Select(Describe)));
    }

    public static TheoryData<string, string, string> Layers => new()
    {
        { "pt-mlp", "[4]", "Dense Relu, Dense Softmax" },
        { "pt-mlp-fixed", "[3, 2, 2]", "Flatten, Dense Tanh, Dense Sigmoid" },
    };

    private static string Describe(LayerSpec layer) => layer switch
    {
        Dense { Activation: var activation } => $"Dense {activation.GetType().Name}",
        _ => layer.GetType().Name,
    };
}
