using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Reads networks from ONNX models.</summary>
public static class OnnxLoadingExtensions
{
    extension(Network)
    {
        /// <summary>Reads a network from an ONNX model whose graph consists of layers that MLNetDeep has.</summary>
        /// <remarks>
        /// <para>The model may come from PyTorch's exporter, from tf2onnx (Keras), or from
        /// <see cref="OnnxNetworkExtensions.SaveOnnx(Network, Stream, OnnxOptions?)"/>. It has one input and one output. The batch is the
        /// only dimension without a fixed size; if all sizes are fixed, it is the first dimension, which must be 1. The network gives the
        /// outputs of the graph and can be trained further.</para>
        /// <para>Rows have their channels last: where the graph's input is [batch, channels, height, width] or [batch, channels, time], as
        /// in PyTorch, and a layer such as a convolution reads it so, the network takes rows of the shape [height, width, channels] or
        /// [time, channels], and the weights are put in order. Any other input keeps its shape. A LogSoftmax at the end becomes softmax:
        /// the network then gives probabilities, of which the graph gives the logarithms.</para>
        /// </remarks>
        /// <param name="path">The path of the file.</param>
        /// <returns>The network, with the weights of the model.</returns>
        /// <exception cref="InvalidDataException">The file is not a valid ONNX model. The message names the file, and the node or
        /// tensor.</exception>
        /// <exception cref="NotSupportedException">
        /// The graph has an operator, or a use of one, that is no layer here. The message names the file, the node and the operator.
        /// </exception>
        public static Network LoadOnnx(string path)
        {
            ArgumentNullException.ThrowIfNull(path);
            using FileStream source = File.OpenRead(path);
            try
            {
                return LoadOnnx(source);
            }
            catch (InvalidDataException exception)
            {
                throw new InvalidDataException($"'{path}' cannot be loaded. {exception.Message}", exception);
            }
            catch (NotSupportedException exception)
            {
                throw new NotSupportedException($"'{path}' cannot be loaded. {exception.Message}", exception);
            }
        }

        /// <summary>Reads a network from an ONNX model; see <see cref="LoadOnnx(string)"/>.</summary>
        /// <param name="source">The stream. It is read to its end, need not support seeking and stays open.</param>
        /// <returns>The network, with the weights of the model.</returns>
        /// <exception cref="InvalidDataException">The stream is not a valid ONNX model. The message names the node or tensor.</exception>
        /// <exception cref="NotSupportedException">
        /// The graph has an operator, or a use of one, that is no layer here. The message names the node and the operator.
        /// </exception>
        public static Network LoadOnnx(Stream source)
        {
            ArgumentNullException.ThrowIfNull(source);
            return NetworkReader.Read(OnnxModelFile.Read(source));
        }
    }
}
