using Google.Protobuf;
using MLNetDeep.Conformance;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using Shared.Tests;
using global::Onnx;

namespace MLNetDeep.Onnx.Tests.Checker;

/// <summary>
/// Exported models pass onnx's own checker, with strict inference of shapes and types: one process of Python checks them all. It needs Debian's
/// package python3-onnx.
/// </summary>
public class CheckerTests
{
    private const string Python = "/usr/bin/python3";

    // The newest version that onnx 1.12, Debian's, knows.
    private const int MaxOpset = 17;

    [Fact]
    public void Exported_models_pass_the_checker_of_onnx()
    {
        RequireOnnx();
        using TemporaryFolder folder = new();
        int count = 0;
        foreach (LayerCase layerCase in LayerCases.All.Where(layerCase => layerCase.Network.Layers.All(OnnxLayerRegistry.Contains)))
        {
            bool hasLengths = !layerCase.Data.Features.RowLengths.IsEmpty;
            foreach (int opset in Exports.OpsetsOf(layerCase.Network, hasLengths).Where(opset => opset <= MaxOpset))
            {
                Write($"{count}.onnx", layerCase.Network, opset, hasLengths);
                count++;
            }
        }

        for (int seed = 0; seed < 50; seed++)
        {
            Write($"random-{seed}.onnx", new RandomNetworks(seed).Network(), MaxOpset, hasLengths: false);
        }

        // What the checker must find: an operator with too many inputs, and an output of another shape than the operators give.
        NetworkSpec spec = new([4], [new Dense(3), new ActivationLayer(Activation.Relu)]);
        ModelProto inputs = Exports.Model(spec), shape = Exports.Model(spec);
        inputs.Graph.Node[1].Input.Add("input");
        shape.Graph.Output[0].Type.TensorType.Shape.Dim[1].DimValue = 5;
        folder.Write("wrong-inputs.onnx", inputs.ToByteArray());
        folder.Write("wrong-shape.onnx", shape.ToByteArray());

        (int exitCode, string output, string error) = ChildProcess.Run(Python, Script(), folder.FullName);
        Assert.True(exitCode == 0, error);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length == 3 && lines.All(line => !char.IsDigit(line[0]) || line == lines[^1]), output);
        Assert.StartsWith("wrong-inputs.onnx: ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("wrong-shape.onnx: ", lines[1], StringComparison.Ordinal);
        Assert.Equal($"{count + 52} models, 2 not valid", lines[2].TrimEnd());

        void Write(string name, NetworkSpec network, int opset, bool hasLengths)
        {
            OnnxOptions options = new() { Opset = opset, LengthsName = hasLengths ? "lengths" : null };
            folder.Write(name, Exports.Bytes(new Network(network, TestNumbers.Weights(network)), options));
        }
    }

    private static string Script() => Repository.PathOf("tests", "MLNetDeep.Onnx.Tests", "Checker", "check_models.py");

    // Skips the test, but on a build server it fails: there the package is to be installed, as .ci/run does on Debian.
    private static void RequireOnnx()
    {
        const string Reason = $"{Python} with the package onnx is needed: apt-get install python3-onnx.";
        bool isThere = File.Exists(Python) && ChildProcess.Run(Python, "-c", "import onnx").ExitCode == 0;
        Assert.False(!isThere && Environment.GetEnvironmentVariable("CI") == "true", Reason);
        Assert.SkipUnless(isThere, Reason);
    }
}
