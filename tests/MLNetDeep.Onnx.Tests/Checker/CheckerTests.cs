using Google.Protobuf;
using MLNetDeep.Conformance;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using global::Onnx;

namespace MLNetDeep.Onnx.Tests.Checker;

/// <summary>Exported models pass onnx's own checker, with strict inference of shapes and types.</summary>
public class CheckerTests
{
    [Fact]
    public void Exported_models_pass_the_checker_of_onnx()
    {
        OnnxChecker.Require();
        using TemporaryFolder folder = new();
        int count = 0;
        foreach (LayerCase layerCase in LayerCases.All.Where(layerCase => layerCase.Network.Layers.All(OnnxLayerRegistry.Contains)))
        {
            bool hasLengths = !layerCase.Data.Features.RowLengths.IsEmpty;
            foreach (int opset in Exports.OpsetsOf(layerCase.Network, hasLengths).Where(opset => opset <= OnnxChecker.MaxOpset))
            {
                Write($"{count}.onnx", layerCase.Network, opset, hasLengths);
                count++;
            }
        }

        for (int seed = 0; seed < 50; seed++)
        {
            Write($"random-{seed}.onnx", new RandomNetworks(seed).Network(), OnnxChecker.MaxOpset, hasLengths: false);
        }

        // What the checker must find: an operator with too many inputs, and an output of another shape than the operators give.
        NetworkSpec spec = new([4], [new Dense(3), new ActivationLayer(Activation.Relu)]);
        ModelProto inputs = Exports.Model(spec), shape = Exports.Model(spec);
        inputs.Graph.Node[1].Input.Add("input");
        shape.Graph.Output[0].Type.TensorType.Shape.Dim[1].DimValue = 5;
        folder.Write("wrong-inputs.onnx", inputs.ToByteArray());
        folder.Write("wrong-shape.onnx", shape.ToByteArray());

        string[] lines = OnnxChecker.Check(folder.FullName, isStrict: true);
        Assert.True(lines.Length == 3, string.Join('\n', lines));
        Assert.StartsWith("wrong-inputs.onnx: ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("wrong-shape.onnx: ", lines[1], StringComparison.Ordinal);
        Assert.Equal($"{count + 52} models, 2 not valid", lines[2]);

        void Write(string name, NetworkSpec network, int opset, bool hasLengths)
        {
            OnnxOptions options = new() { Opset = opset, LengthsName = hasLengths ? "lengths" : null };
            folder.Write(name, Exports.Bytes(new Network(network, TestNumbers.Weights(network)), options));
        }
    }
}
