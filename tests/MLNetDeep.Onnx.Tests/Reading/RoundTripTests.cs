using MLNetDeep.Conformance;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx.Tests.Reading;

/// <summary>What <c>SaveOnnx</c> writes of the networks of the conformance suite, <c>LoadOnnx</c> reads, at each version of the operators.</summary>
public class RoundTripTests
{
    private const int Rows = 7;

    // Forms that do not come back as layers, each with the reason.
    private static readonly (string Reason, Func<NetworkSpec, bool> Has)[] s_excluded =
    [
        ("attention is written as products of two computed tensors", spec => Has(spec, layer => layer is MultiHeadAttention)),
        ("the zeros of indices are masked by sorting", spec => spec.MasksZeroIndices),
        ("ONNX's recurrent operators have no GELU, and their softplus overflows, so that single steps are written",
            spec => Has(spec, layer => layer is RecurrentLayer recurrent && OnnxRecurrentOperator.Functions(recurrent).Any(function => function is Gelu or Softplus))),
    ];

    private static readonly LayerCase[] s_cases = [.. LayerCases.All.Where(layerCase => layerCase.Network.Layers.All(OnnxLayerRegistry.Contains))];

    public static TheoryData<string> Cases => [.. s_cases.Where(item => !s_excluded.Any(excluded => excluded.Has(item.Network))).Select(item => item.Name)];

    public static TheoryData<string> ExcludedCases =>
        [.. s_cases.Where(item => s_excluded.Any(excluded => excluded.Has(item.Network))).Select(item => item.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_network_comes_back(string name)
    {
        NetworkSpec spec = s_cases.Single(item => item.Name == name).Network;
        Network network = new(spec, TestNumbers.Weights(spec));
        FeatureMatrix rows = CreateRows(spec);
        float[] expected = new float[Rows * spec.OutputSize], actual = new float[expected.Length];
        network.Predict(rows, expected);
        foreach (int opset in Exports.OpsetsOf(spec))
        {
            using MemoryStream file = Save(network, opset);
            Network loaded = Network.LoadOnnx(file);
            Assert.Equal(spec.InputShape, loaded.Spec.InputShape);
            loaded.Predict(rows, actual);
            Exports.AssertNear(expected, actual, $"{name}, opset {opset}, {loaded.Spec}");
        }
    }

    [Theory]
    [MemberData(nameof(ExcludedCases))]
    public void Other_forms_are_refused(string name)
    {
        NetworkSpec spec = s_cases.Single(item => item.Name == name).Network;
        using MemoryStream file = Save(new Network(spec, TestNumbers.Weights(spec)), OnnxOptions.DefaultOpset);
        Assert.Throws<NotSupportedException>(() => Network.LoadOnnx(file));
    }

    // SaveOnnx writes it between padding and pooling, for ONNX Runtime's sake.
    [Fact]
    public void A_limit_without_effect_is_left_out()
    {
        NetworkSpec spec = new([4, 4, 2], [new Conv2D(3, 1), new ZeroPadding2D(1), new MaxPooling2D()]);
        using MemoryStream file = Save(new Network(spec, seed: 1), OnnxOptions.DefaultOpset);
        Assert.Equal(["Conv2D", "ZeroPadding2D", "MaxPooling2D"], Network.LoadOnnx(file).Spec.Layers.Select(layer => layer.GetType().Name));
    }

    private static MemoryStream Save(Network network, int opset)
    {
        MemoryStream file = new();
        network.SaveOnnx(file, new OnnxOptions { Opset = opset });
        file.Position = 0;
        return file;
    }

    private static FeatureMatrix CreateRows(NetworkSpec spec) => spec.InputKind == FeatureKind.Indices
        ? new IndexFeatures(TestNumbers.Labels(Rows * spec.InputSize, spec.IndexCount!.Value, key: 5), spec.InputSize, spec.IndexCount!.Value)
        : new DenseFeatures(TestNumbers.Uniform(Rows * spec.InputSize), spec.InputSize);

    private static bool Has(NetworkSpec spec, Func<LayerSpec, bool> isExcluded) => spec.AllLayers().Any(layer => isExcluded(layer.Spec));
}
