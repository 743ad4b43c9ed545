using MLNetDeep.Conformance;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx.Tests;

/// <summary>
/// Networks of indices and of rows with lengths give the same outputs in ONNX Runtime, whatever the batch and the version of the operators.
/// </summary>
public class SequenceExportTests
{
    private const string Lengths = "lengths";

    // Numbers without lengths are in LayerExportTests.
    private static readonly LayerCase[] s_cases =
    [
        .. LayerCases.All.Where(layerCase =>
            !layerCase.Data.Features.RowLengths.IsEmpty || layerCase.Network.InputKind == FeatureKind.Indices),
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
        FeatureMatrix[] batches = [.. Exports.BatchSizes.Select(count => SequenceRows.Create(layerCase, count))];
        foreach (int opset in Opsets(layerCase))
        {
            using OnnxRun run = new(network, Options(layerCase) with { Opset = opset });
            foreach (FeatureMatrix batch in batches)
            {
                AssertSame(network, run, batch, $"{name}, version {opset}, batch {batch.RowCount}");
            }
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

    internal static OnnxOptions Options(LayerCase layerCase) =>
        new() { LengthsName = layerCase.Data.Features.RowLengths.IsEmpty ? null : Lengths };

    internal static Network Create(LayerCase layerCase) => new(layerCase.Network, TestNumbers.Weights(layerCase.Network));

    internal static void AssertSame(Network network, OnnxRun run, FeatureMatrix rows, string description)
    {
        float[] expected = new float[rows.RowCount * network.Spec.OutputSize];
        network.Predict(rows, expected);
        Exports.AssertNear(expected, run.Predict(rows), description);
    }

    private static LayerCase Find(string name) => s_cases.Single(layerCase => layerCase.Name == name);

    // The lowest version is that of the layers, or of lengths.
    private static IEnumerable<int> Opsets(LayerCase layerCase)
    {
        IEnumerable<int> opsets = Exports.OpsetsOf(layerCase.Network);
        return layerCase.Data.Features.RowLengths.IsEmpty
            ? opsets
            : opsets.Select(opset => Math.Max(opset, OnnxLengths.LowestOpset)).Distinct();
    }
}
