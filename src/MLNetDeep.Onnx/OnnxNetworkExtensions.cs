using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Writes networks as ONNX models, and reads networks from them.</summary>
public static class OnnxNetworkExtensions
{
    /// <summary>Writes the network as an ONNX model: a graph of standard operators with any number of rows.</summary>
    /// <param name="network">The network.</param>
    /// <param name="destination">Receives the model.</param>
    /// <param name="options">The options. Default null: <see cref="OnnxOptions"/> with its defaults.</param>
    /// <exception cref="NotSupportedException">A layer cannot be written for <see cref="OnnxOptions.Opset"/>. Nothing was written.</exception>
    public static void SaveOnnx(this Network network, Stream destination, OnnxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(destination);
        OnnxModel.Create(network, options ?? new OnnxOptions()).Write(destination);
    }
}
