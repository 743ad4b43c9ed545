using System.Globalization;
using MLNetDeep.Conformance;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx.Tests.Layers;

/// <summary>Networks with random layers and options, as those of the conformance suite, in ONNX Runtime.</summary>
/// <remarks>The environment variable MLNETDEEP_NETWORKS says how many networks are drawn; ./test-long draws many.</remarks>
public class RandomNetworkExportTests
{
    private const int Few = 10;

    private static int Count =>
        Environment.GetEnvironmentVariable("MLNETDEEP_NETWORKS") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : Few;

    [Fact]
    public void Random_networks_give_the_same_outputs()
    {
        List<string> failures = [];
        for (int seed = 0; seed < Count; seed++)
        {
            try
            {
                Check(seed);
            }
            catch (Exception exception)
            {
                failures.Add($"Seed {seed}: {exception.Message}\n{new RandomNetworks(seed).Network()}");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {Count} networks failed:\n{string.Join("\n\n", failures)}");
    }

    private static void Check(int seed)
    {
        RandomNetworks random = new(seed);
        NetworkSpec spec = random.Network();
        Network network = new(spec, random.Weights(spec));
        TrainingData[] batches = [random.Data(spec, 1), random.Data(spec, 7)];
        foreach (TrainingData data in batches)
        {
            bool hasLengths = !data.Features.RowLengths.IsEmpty;
            int[] opsets = [.. Exports.OpsetsOf(spec, hasLengths)];
            int opset = opsets[seed % opsets.Length];
            using OnnxRun run = new(network, new OnnxOptions { Opset = opset, LengthsName = hasLengths ? "lengths" : null });
            float[] expected = new float[data.RowCount * spec.OutputSize];
            network.Predict(data.Features, expected);
            Exports.AssertNear(expected, run.Predict(data.Features), $"opset {opset}, batch {data.RowCount}");
        }
    }
}
