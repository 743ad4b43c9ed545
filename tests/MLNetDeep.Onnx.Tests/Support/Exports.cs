using MLNetDeep.Neural;

namespace MLNetDeep.Onnx.Tests;

/// <summary>Compares exported networks in ONNX Runtime with the networks themselves.</summary>
internal static partial class Exports
{
    // The allowed error of an output: absolute up to 1, and relative to the output above.
    public const double Bound = 1e-5;

    // ConvertToOnnx writes 12, onnx's checker knows up to 17.
    private static readonly int[] s_opsets = [12, OnnxOptions.DefaultOpset, OnnxOptions.MaxOpset];

    public static int[] BatchSizes { get; } = [1, 7, 64];

    /// <summary>The versions of the operators that a network is tested with: the lowest that it can have, and all others above.</summary>
    public static IEnumerable<int> OpsetsOf(NetworkSpec spec, bool hasLengths = false)
    {
        int lowest = Math.Max(OnnxLayerRegistry.LowestOpset(spec), hasLengths ? OnnxLengths.LowestOpset : 0);
        return [lowest, .. s_opsets.Where(opset => opset > lowest)];
    }

    /// <summary>Checks the outputs of rows of numbers, at each version of the operators and each batch size.</summary>
    public static void AssertSameOutputs(string name, Network network, float[] rows)
    {
        int inputSize = network.Spec.InputSize, outputSize = network.Spec.OutputSize;
        float[] expected = new float[rows.Length / inputSize * outputSize];
        network.Predict(new DenseFeatures(rows, inputSize), expected);
        foreach (int opset in OpsetsOf(network.Spec))
        {
            using OnnxRun run = new(network, new OnnxOptions { Opset = opset });
            foreach (int batch in BatchSizes)
            {
                float[] actual = run.Predict(new DenseFeatures(rows[..(batch * inputSize)], inputSize));
                AssertNear(expected.AsSpan(0, batch * outputSize), actual, $"{name}, opset {opset}, batch {batch}");
            }
        }
    }

    public static void AssertNear(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string name)
    {
        Assert.True(expected.Length == actual.Length, $"{name}: {actual.Length} outputs, expected {expected.Length}.");
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs(expected[i] - actual[i]) / Math.Max(1, Math.Abs(expected[i]));
            Assert.True(error <= Bound, $"{name}: output {i} is {actual[i]:R}, expected {expected[i]:R}.");
        }
    }
}
