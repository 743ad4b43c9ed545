using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Writes networks as ONNX models.</summary>
public static class OnnxNetworkExtensions
{
    /// <summary>Writes the network as an ONNX model: a graph of standard operators that takes any number of rows.</summary>
    /// <param name="network">The network.</param>
    /// <param name="destination">Receives the model.</param>
    /// <param name="options">The options. Default null: <see cref="OnnxOptions"/> with its defaults.</param>
    /// <exception cref="ArgumentException">
    /// Two of <see cref="OnnxOptions.InputName"/>, <see cref="OnnxOptions.LengthsName"/> and <see cref="OnnxOptions.OutputName"/> are
    /// equal. Nothing was written.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// A layer cannot be written with the operators of <see cref="OnnxOptions.Opset"/>, or the weights take more than 2 GB, which an ONNX
    /// file cannot hold. Nothing was written.
    /// </exception>
    public static void SaveOnnx(this Network network, Stream destination, OnnxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(destination);
        OnnxModel.Create(network, options ?? new OnnxOptions()).Write(destination);
    }

    /// <summary>Writes the network as an ONNX file; see <see cref="SaveOnnx(Network, Stream, OnnxOptions?)"/>.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The path of the file, which is written as a whole or not at all; see <see cref="AtomicFile"/>.</param>
    /// <param name="options">The options. Default null: <see cref="OnnxOptions"/> with its defaults.</param>
    /// <exception cref="ArgumentException">The path is empty, or two names of inputs and outputs are equal.</exception>
    /// <exception cref="NotSupportedException">The network cannot be exported. An existing file stays as it was.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void SaveOnnx(this Network network, string path, OnnxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, OnnxModel.Create(network, options ?? new OnnxOptions()).Write);
    }
}
