using MLNetDeep.Conformance;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx.Tests.Layers;

/// <summary>Exports every case of the conformance suite and compares the outputs of ONNX Runtime with ours.</summary>
public class LayerExportTests
{
    // A module of the user's has no graph; lengths and indices have tests of their own.
    private static readonly IReadOnlyList<LayerCase> s_numberCases =
    [
        .. LayerCases.All.Where(layerCase =>
            layerCase.Network.InputKind == FeatureKind.Numbers
            && layerCase.Data.Features.RowLengths.IsEmpty
            && layerCase.Network.Layers.All(OnnxLayerRegistry.Contains)),
    ];

    public static TheoryData<string> NumberCases => [.. s_numberCases.Select(layerCase => layerCase.Name)];

    public static TheoryData<string, Activation> Activations => new()
    {
        { "linear", Activation.Linear },
        { "relu", Activation.Relu },
        { "leaky relu", new LeakyRelu(0.3) },
        { "elu", new Elu(1.5) },
        { "gelu", Activation.Gelu },
        { "gelu by tanh", new Gelu(Approximate: true) },
        { "sigmoid", Activation.Sigmoid },
        { "tanh", Activation.Tanh },
        { "softplus", Activation.Softplus },
    };

    [Theory]
    [MemberData(nameof(NumberCases))]
    public void Layers(string name)
    {
        NetworkSpec spec = s_numberCases.Single(layerCase => layerCase.Name == name).Network;
        Exports.AssertSameOutputs(name, new Network(spec, TestNumbers.Weights(spec)), TestNumbers.Uniform(64 * spec.InputSize));
    }

    // Values from -12 to 12, where most functions are flat at one side.
    [Theory]
    [MemberData(nameof(Activations))]
    public void Activations_before_and_after_others(string name, Activation activation)
    {
        NetworkSpec flat = new([4], [new Dense(5, activation)]), picture = new([2, 2, 3], [new Conv2D(3, 1), new ActivationLayer(activation)]);
        NetworkSpec probabilities = new([4], [new Dense(5, activation), new Dense(3, Activation.Softmax)]);
        foreach (NetworkSpec spec in new[] { flat, picture, probabilities })
        {
            Exports.AssertSameOutputs(name, new Network(spec, TestNumbers.Weights(spec)), TestNumbers.Uniform(64 * spec.InputSize, scale: 12));
        }
    }
}
