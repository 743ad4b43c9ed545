using MLNetDeep.Keras.Files;
using MLNetDeep.Keras.Layers;
using MLNetDeep.Neural;

namespace MLNetDeep.Keras;

/// <summary>Reads the weights of models that Keras saved.</summary>
/// <remarks>
/// <para>Three formats are read: <c>model.save_weights("x.weights.h5")</c> and <c>model.save("x.keras")</c> of Keras 3, and the older .h5
/// files of
/// <c>save_weights</c> and <c>save</c>. The content of the file tells its format. The model is a <c>Sequential</c> or functional one whose
/// layers follow each other.</para>
/// <para>Layers are matched by type and order: the first <c>Dense</c> of the model with the first <see cref="Dense"/> of the network, and
/// so on. Layers without weights do not count. All layers with weights must match, in number and shapes.</para>
/// <para>The HDF5 file is read by PureHDF, whose filters belong to the process: each call registers those of PureHDF for deflate, shuffle, fletcher32
/// and scale-offset, in place of others that the program has registered for them.</para>
/// </remarks>
/// <example>
/// <code>
/// // Keras: Sequential([Input((28, 28, 1)), Conv2D(8, 3, activation="relu"), Flatten(), Dense(10, activation="softmax")])
/// NetworkSpec spec = new([28, 28, 1], [new Conv2D(8, 3, activation: Activation.Relu), new Flatten(), new Dense(10, Activation.Softmax)]);
/// Network network = new(spec, KerasWeights.FromFile("digits.keras", spec));
/// </code>
/// </example>
public static class KerasWeights
{
    /// <summary>Reads the weights for a network, and converts them to its names and layouts.</summary>
    /// <param name="path">The path of the file: .keras, .weights.h5 or .h5.</param>
    /// <param name="spec">The architecture of the model in the file.</param>
    /// <returns>
    /// A tensor for each parameter of <paramref name="spec"/>. They can be given to a network with other last layers too: a parameter takes
    /// the tensor of its name and shape.
    /// </returns>
    /// <exception cref="InvalidDataException">The file is damaged, or has another format. The message names it.</exception>
    /// <exception cref="ArgumentException">
    /// The layers of the file do not fit those of the network: their number, a shape, or a layer that Keras's files do not have. The
    /// message names both.
    /// </exception>
    public static PretrainedWeights FromFile(string path, NetworkSpec spec)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(spec);
        return PretrainedWeights.FromTensors(LayerMatching.Match(KerasFile.Read(path), spec, path));
    }
}
