using MLNetDeep.Neural;
using global::Onnx;

namespace MLNetDeep.Onnx.Tests;

internal static partial class Exports
{
    /// <summary>Exports a network and reads the file.</summary>
    public static ModelProto Model(Network network, OnnxOptions? options = null) => ModelProto.Parser.ParseFrom(Bytes(network, options));

    /// <summary>Exports a network with random weights and reads the file.</summary>
    public static ModelProto Model(NetworkSpec spec, OnnxOptions? options = null) => Model(new Network(spec, seed: 1), options);

    /// <summary>The file of a network.</summary>
    public static byte[] Bytes(Network network, OnnxOptions? options = null)
    {
        using MemoryStream file = new();
        network.SaveOnnx(file, options);
        return file.ToArray();
    }

    /// <summary>The operators of a model, in order.</summary>
    public static string[] Operators(ModelProto model) => [.. model.Graph.Node.Select(node => node.OpType)];
}
