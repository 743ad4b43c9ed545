using System.Globalization;
using MLNetDeep.Conformance;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx.Tests;

/// <summary>Random stacks of sequence layers, as those of the conformance suite, in ONNX Runtime.</summary>
/// <remarks>The environment variable MLNETDEEP_NETWORKS says how many networks are drawn; ./test-long draws many.</remarks>
public class RandomSequenceExportTests
{
    private const int Few = 10;
    private static readonly int[] s_opsets = [12, OnnxOptions.DefaultOpset, OnnxOptions.MaxOpset];

    private static int Count =>
        Environment.GetEnvironmentVariable("MLNETDEEP_NETWORKS") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : Few;

    [Fact]
    public void Random_stacks_give_the_same_outputs()
    {
        List<string> failures = [];
        for (int seed = 0; seed < Count; seed++)
        {
            LayerCase layerCase = RandomSequences.Draw(seed);
            try
            {
                Check(layerCase, s_opsets[seed % s_opsets.Length]);
            }
            catch (Exception exception)
            {
                failures.Add($"{exception.Message}\n{RandomSequences.Describe(layerCase)}");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {Count} stacks failed:\n{string.Join("\n\n", failures)}");
    }

    private static void Check(LayerCase layerCase, int opset)
    {
        Network network = SequenceExportTests.Create(layerCase);
        using OnnxRun run = new(network, SequenceExportTests.Options(layerCase) with { Opset = opset });
        SequenceExportTests.AssertSame(network, run, layerCase.Data.Features, "all rows");
        foreach (FeatureMatrix row in SequenceRows.Single(layerCase))
        {
            SequenceExportTests.AssertSame(network, run, row, "one row");
        }

        if (layerCase.WithOtherPadding() is { } other)
        {
            Assert.Equal(run.Predict(layerCase.Data.Features), run.Predict(other.Features));
        }
    }
}
