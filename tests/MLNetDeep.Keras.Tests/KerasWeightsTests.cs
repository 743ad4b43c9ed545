using System.Text.Json;
using MLNetDeep.Neural;

namespace MLNetDeep.Keras.Tests;

/// <summary>
/// Files in the layouts of Keras 3 and Keras 2 (Fixtures/make_keras_files.py): the loaded networks give the outputs that numpy computes from
/// Keras's formulas.
/// </summary>
public class KerasWeightsTests
{
    private static readonly JsonElement s_expected = JsonDocument.Parse(File.ReadAllText(Fixture("keras_outputs.json"))).RootElement;

    private static readonly NetworkSpec s_pictures = new(
        [8, 8, 2],
        [
            new Conv2D(4, 3), new BatchNormalization(), new ActivationLayer(Activation.Relu), new DepthwiseConv2D(2), new SeparableConv2D(3, 2, depthMultiplier: 2, activation: Activation.Tanh),
            new Flatten(), new Dense(5), new BatchNormalization(), new Dropout(0.5), new Dense(3, Activation.Softmax),
        ]);

    private static readonly NetworkSpec s_sequences = new(
        [7],
        [
            new Embedding(9, 6), new MultiHeadAttention(2, 3), new LayerNormalization(), new Conv1D(5, 2), new Bidirectional(new GRU(3, returnSequences: true)),
            new LSTM(4, returnSequences: true), new GRU(3, returnSequences: true), new SimpleRNN(4), new Dense(1, Activation.Sigmoid),
        ]);

    [Theory]
    [InlineData("pictures.weights.h5")]
    [InlineData("pictures.keras")]
    [InlineData("pictures.h5")]
    [InlineData("pictures-model.h5")]
    [InlineData("pictures-2.13.weights.h5")]
    [InlineData("pictures-chunked.weights.h5")]
    [InlineData("pictures-latest.weights.h5")]
    public void A_network_of_pictures_gives_the_outputs_of_the_formulas(string file)
    {
        Network network = new(s_pictures, KerasWeights.FromFile(Fixture(file), s_pictures));
        float[] outputs = new float[4 * 3];
        float[] features = [.. Numbers("pictures", "features").Select(value => (float)value)];
        network.Predict(new DenseFeatures(features, 8 * 8 * 2), outputs);
        AreClose(Numbers("pictures", "outputs"), outputs);
    }

    [Theory]
    [InlineData("sequences.weights.h5")]
    [InlineData("sequences.h5")]
    public void A_network_of_sequences_gives_the_outputs_of_the_formulas(string file)
    {
        Network network = new(s_sequences, KerasWeights.FromFile(Fixture(file), s_sequences));
        float[] outputs = new float[4];
        int[] indices = [.. Numbers("sequences", "features").Select(value => (int)value)];
        network.Predict(new IndexFeatures(indices, columnCount: 7, indexCount: 9), outputs);
        AreClose(Numbers("sequences", "outputs"), outputs);
    }

    // The first layers of a model for other classes: the last layer starts anew.
    [Fact]
    public void Another_network_takes_the_layers_that_are_the_same()
    {
        NetworkSpec other = new([8, 8, 2], [.. s_pictures.Layers.RemoveAt(9), new Dense(7, Activation.Softmax)]);
        PretrainedWeights weights = KerasWeights.FromFile(Fixture("pictures.keras"), s_pictures);
        Assert.Equal(["9.weight", "9.bias"], weights.Match(other).OtherShapes);
        Assert.Equal(new Network(s_pictures, weights).GetWeights(0)[0].Values, new Network(other, weights).GetWeights(0)[0].Values);
    }

    [Theory]
    [InlineData("pictures.weights.h5", 6, "The layer 'dense' in '", "has arrays of the shapes [48, 5], [5], but layer 5 of the network, Dense, needs kernel [48, 6], bias [6].")]
    [InlineData("pictures.h5", 6, "The layer 'my_dense' in '", "has arrays of the shapes [48, 5], [5], but layer 5 of the network, Dense, needs kernel [48, 6], bias [6].")]
    public void Shapes_that_do_not_fit_name_both(string file, int units, params string[] messages)
    {
        NetworkSpec spec = new(
            [8, 8, 2],
            [
                new Conv2D(4, 3), new BatchNormalization(), new DepthwiseConv2D(2), new SeparableConv2D(3, 2, depthMultiplier: 2), new Flatten(), new Dense(units),
                new BatchNormalization(), new Dense(3, Activation.Softmax),
            ]);
        string message = Refused(file, spec);
        Assert.All(messages, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Fact]
    public void Layers_that_are_missing_or_left_over_are_named()
    {
        NetworkSpec fewer = new([8, 8, 2], [.. s_pictures.Layers.Take(8)]), more = new([8, 8, 2], [.. s_pictures.Layers.RemoveAt(9), new Dense(3), new Dense(3)]);
        Assert.Contains("has weights of dense_1, for which the network has no layer. Models in models are not read.", Refused("pictures.weights.h5", fewer));
        Assert.Contains("has weights of my_dense_1, for which the network has no layer", Refused("pictures.h5", fewer));
        Assert.Contains("For layer 10 of the network, Dense, '", Refused("pictures.weights.h5", more));
        Assert.Contains("has no further layer 'dense'. It has weights of batch_normalization, batch_normalization_1, conv2d, dense, dense_1 and 2 more.", Refused("pictures.weights.h5", more));
        Assert.Contains("has no further layer, although it needs a 'dense'.", Refused("pictures.h5", more));
        Assert.Contains("has weights of functional/layers/dense, for which", Refused("nested.weights.h5", new NetworkSpec([2], [new Dense(3)])));
    }

    [Fact]
    public void What_Keras_computes_otherwise_is_refused()
    {
        Assert.EndsWith("A GRU with reset_after=False computes another formula and is not read.", Refused("reset-before.weights.h5", new NetworkSpec([4, 2], [new GRU(3)])));
        Assert.StartsWith(
            "Layer 0, Residual, has weights that Keras's files do not tell apart by the order of layers.",
            Refused("pictures.weights.h5", new NetworkSpec([2], [new Residual([new Dense(2)])])));
    }

    // 0.1 is 0x2E66 as a half, 1.6 · 2^-4 rounded to 1638 / 2^14, and 0x3DCC as the upper half of a float, 0x3DCCCCCD.
    [Fact]
    public void Numbers_of_16_bits_are_read()
    {
        NetworkSpec spec = new([2], [new Dense(2)]);
        IReadOnlyList<NamedTensor> weights = new Network(spec, KerasWeights.FromFile(Fixture("half.weights.h5"), spec)).GetWeights();
        Assert.Equal([1638f / 16384, 65504, -2, 3], weights[0].Values);
        Assert.Equal([BitConverter.Int32BitsToSingle(0x3DCC0000), BitConverter.Int32BitsToSingle(unchecked((int)0xFF610000))], weights[1].Values);
    }

    [Fact]
    public void Big_endian_numbers_are_refused() => Assert.Contains(
        "Byte order conversion",
        Assert.Throws<InvalidDataException>(() => KerasWeights.FromFile(Fixture("big-endian.weights.h5"), new NetworkSpec([2], [new Dense(2)]))).Message,
        StringComparison.Ordinal);

    // The files that they name are beside them, and relative paths are looked up in the current folder.
    [Theory]
    [InlineData("raw", "one of its arrays has its values in another file, or has none")]
    [InlineData("link", "it has a link to another file")]
    [InlineData("virtual", "vars/0 has a layout that Keras does not write: VirtualStorage")]
    public void Values_in_other_files_are_refused(string name, string message) => Assert.Contains(
        message,
        Assert.Throws<InvalidDataException>(
            () => KerasWeights.FromFile(Fixture($"elsewhere-{name}.weights.h5"), new NetworkSpec([2], [new Dense(2)]))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Other_files_are_refused()
    {
        string path = Fixture("keras_outputs.json");
        Assert.StartsWith(
            $"'{path}' cannot be loaded. The HDF5 file cannot be read: ", Assert.Throws<InvalidDataException>(() => KerasWeights.FromFile(path, s_pictures)).Message, StringComparison.Ordinal);
    }

    private static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", name);

    private static string Refused(string file, NetworkSpec spec) =>
        Assert.Throws<ArgumentException>(() => KerasWeights.FromFile(Fixture(file), spec)).Message;

    private static double[] Numbers(string network, string name) =>
        [.. s_expected.GetProperty(network).GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];

    private static void AreClose(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second, pair.First - 2e-6, pair.First + 2e-6));
    }
}
