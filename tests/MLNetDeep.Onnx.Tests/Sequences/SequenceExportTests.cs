using MLNetDeep.Conformance;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx.Tests;

/// <summary>Networks of sequences and of indices give the same outputs in ONNX Runtime, whatever the batch and the version of the operators.</summary>
public class SequenceExportTests
{
    private const string Lengths = "lengths";
    private const int Newest = 21;

    private static readonly Type[] s_layers =
    [
        typeof(SimpleRNN), typeof(LSTM), typeof(GRU), typeof(Bidirectional), typeof(Embedding), typeof(PositionalEmbedding), typeof(MultiHeadAttention),
    ];

    private static readonly LayerCase[] s_cases =
    [
        .. LayerCases.All.Where(layerCase => layerCase.Network.Layers.All(OnnxLayerRegistry.Contains) && !layerCase.Name.Contains("gelu", StringComparison.Ordinal)).Where(layerCase => !layerCase.Data.Features.RowLengths.IsEmpty
            || layerCase.Network.AllLayers().Any(layer => s_layers.Contains(layer.Spec.GetType()))),
    ];

    public static TheoryData<string> Cases => [.. s_cases.Select(layerCase => layerCase.Name)];

    public static TheoryData<string> CasesWithLengths =>
        [.. s_cases.Where(layerCase => !layerCase.Data.Features.RowLengths.IsEmpty).Select(layerCase => layerCase.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Layers(string name)
    {
        LayerCase layerCase = Find(name);
        Network network = Create(layerCase);
        using OnnxRun run = new(network, Options(layerCase));
        foreach (int count in (int[])[1, 7, 64])
        {
            AssertSame(network, run, SequenceRows.Create(layerCase, count), $"{name}, batch {count}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Versions_of_the_operators(string name)
    {
        LayerCase layerCase = Find(name);
        Network network = Create(layerCase);
        FeatureMatrix rows = SequenceRows.Create(layerCase, 7);
        foreach (int opset in (int[])[LowestOpset(layerCase), 12, Newest])
        {
            using OnnxRun run = new(network, Options(layerCase) with { Opset = opset });
            AssertSame(network, run, rows, $"{name}, version {opset}");
        }
    }

    [Theory]
    [MemberData(nameof(CasesWithLengths))]
    public void Values_beyond_the_length_of_a_row_change_nothing(string name)
    {
        LayerCase layerCase = Find(name);
        using OnnxRun run = new(Create(layerCase), Options(layerCase));
        Assert.Equal(run.Predict(layerCase.Data.Features), run.Predict(layerCase.WithOtherPadding()!.Features));
    }

    internal static OnnxOptions Options(LayerCase layerCase) => new() { LengthsName = layerCase.Data.Features.RowLengths.IsEmpty ? null : Lengths };

    internal static Network Create(LayerCase layerCase) => new(layerCase.Network, TestNumbers.Weights(layerCase.Network));

    internal static void AssertSame(Network network, OnnxRun run, FeatureMatrix rows, string description)
    {
        float[] expected = new float[rows.RowCount * network.Spec.OutputSize], actual = run.Predict(rows);
        network.Predict(rows, expected);
        Assert.Equal(expected.Length, actual.Length);
        float error = expected.Zip(actual, (wanted, value) => Math.Abs(wanted - value) / Math.Max(1, Math.Abs(wanted))).Max();
        Assert.True(error <= 1e-5f, $"{description}: the largest error is {error:E2}.");
    }

    private static LayerCase Find(string name) => s_cases.Single(layerCase => layerCase.Name == name);

    // The version that the layers and the lengths need.
    private static int LowestOpset(LayerCase layerCase)
    {
        int lowest = layerCase.Network.AllLayers().Select(layer => OnnxLayerRegistry.TryGet(layer.Spec, out OnnxLayerForm? form) ? form.LowestOpset : 0).Max();
        lowest = layerCase.Data.Features.RowLengths.IsEmpty ? lowest : Math.Max(lowest, OnnxLengths.LowestOpset);
        return layerCase.Network.MasksZeroIndices ? Math.Max(lowest, OnnxNetworkGraph.LowestOpsetOfMaskZero) : lowest;
    }
}
