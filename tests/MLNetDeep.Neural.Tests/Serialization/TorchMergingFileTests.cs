using System.Text.Json;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Serialization;

/// <summary>
/// Networks that PyTorch trained and wrote (Fixtures/make_torch_merging.py), in which a dense layer reads flattened channels, or layers contain
/// layers. PyTorch has the channels first, so it flattens rows in another order.
/// </summary>
public sealed class TorchMergingFileTests
{
    private static readonly LayerSpec s_tanh = new ActivationLayer(Activation.Tanh);

    private static readonly Dictionary<string, NetworkSpec> s_networks = new()
    {
        ["flat_pictures"] = new(
            [5, 6, 2],
            [new Conv2D(4, 3), s_tanh, new Flatten(), new BatchNormalization(), new Dense(5), s_tanh, new Dense(3, Activation.Softmax)]),
        ["flat_input"] = new([3, 4, 2], [new Flatten(), new Dense(3, Activation.Softmax)]),
        ["flat_sequences"] = new([8, 5], [new Conv1D(4, 3), s_tanh, new MaxPooling1D(2), new Flatten(), new Dense(3, Activation.Softmax)]),
        ["merging"] = new(
            [4, 4, 2],
            [
                new Residual(
                    [
                        new Conv2D(3, 3, padding: Padding.Same, useBias: false), new ActivationLayer(Activation.Relu),
                        new Conv2D(4, 3, padding: Padding.Same),
                    ],
                    Activation.Relu,
                    [new Conv2D(4, 1)]),
                new Concatenate([[new Conv2D(2, 1), s_tanh], [], [new Residual([new Conv2D(4, 3, padding: Padding.Same)]), new Conv2D(3, 1)]]),
                new AveragePooling2D(2),
                new Flatten(),
                new Dense(3, Activation.Softmax),
            ]),
    };

    public static TheoryData<string> Names => [.. s_networks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs_equal_those_of_PyTorch(string name)
    {
        NetworkSpec spec = s_networks[name];
        JsonElement fixture = JsonDocument.Parse(Resource($"torch_{name}.json")).RootElement;
        Network network = Network.Load(spec, Resource($"torch_{name}.safetensors"));
        float[] features = [.. Numbers(fixture.GetProperty("features")).Select(value => (float)value)];
        float[] outputs = new float[4 * 3];
        network.Predict(new DenseFeatures(features, spec.InputSize), outputs);
        Close.All(Numbers(fixture.GetProperty("outputs")), outputs, 1e-5, 1e-6);
        using Predictor predictor = network.CreatePredictor();
        predictor.Predict(features, outputs);
        Close.All(Numbers(fixture.GetProperty("outputs")), outputs, 1e-5, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_saved_file_equals_the_file_that_PyTorch_read(string name)
    {
        using MemoryStream saved = new(), expected = new();
        Network.Load(s_networks[name], Resource($"torch_{name}.safetensors")).SaveWeights(saved);
        Resource($"saved_{name}.safetensors").CopyTo(expected);
        Assert.Equal(expected.ToArray(), saved.ToArray());
    }

    [Fact]
    public void Only_flattened_channels_have_another_order_in_files()
    {
        Assert.Equal(4, Channels(s_networks["flat_pictures"], "4.weight"));
        Assert.Equal(4, Channels(s_networks["flat_pictures"], "3.running_var"));
        Assert.Equal(1, Channels(s_networks["flat_pictures"], "4.bias"));
        Assert.Equal(1, Channels(s_networks["flat_pictures"], "6.weight"));
        Assert.Equal(2, Channels(s_networks["flat_input"], "1.weight"));
        Assert.Equal(4, Channels(s_networks["flat_sequences"], "4.weight"));
        Assert.Equal(9, Channels(s_networks["merging"], "4.weight"));

        // PyTorch has [time, features] for recurrent layers, and grey pictures have one channel. A global pooling has one position.
        Assert.Equal(1, Channels(new([8, 5], [new Flatten(), new Dense(3)]), "1.weight"));
        Assert.Equal(1, Channels(new([8, 5], [new Conv1D(4, 3), new LSTM(3, returnSequences: true), new Flatten(), new Dense(3)]), "3.weight"));
        Assert.Equal(1, Channels(new([8, 5, 1], [new Flatten(), new Dense(3)]), "1.weight"));
        Assert.Equal(1, Channels(new([8, 5, 2], [new GlobalAveragePooling2D(keepDims: true), new Flatten(), new Dense(3)]), "2.weight"));

        static int Channels(NetworkSpec spec, string name) => spec.Parameters.Single(parameter => parameter.Name == name).FlattenedChannels;
    }

    // Two positions with three channels: a file has a0 a1 b0 b1 c0 c1, a row has a0 b0 c0 a1 b1 c1.
    [Fact]
    public void Columns_are_put_in_the_order_of_rows_and_back()
    {
        ParameterSpec parameter = new NetworkSpec([2, 1, 3], [new Flatten(), new Dense(2)]).Parameters[0];
        float[] file = [1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60];
        float[] rows = [1, 3, 5, 2, 4, 6, 10, 30, 50, 20, 40, 60];
        Assert.Equal(rows, parameter.InRowOrder(file));
        Assert.Equal(file, parameter.InFileOrder(rows));
    }

    // The network that goes on has pictures, the one before had flat rows. Both compute the same.
    [Fact]
    public void A_network_with_other_channels_goes_on_with_the_same_outputs()
    {
        NetworkSpec old = new([24, 1, 1], [new Flatten(), new Dense(3)]);
        Network source = new(new NetworkSpec([3, 4, 2], [new Flatten(), new Dense(3)]), seed: 4);
        Network copy = new(new NetworkSpec([3, 4, 2], [new Flatten(), new Dense(3) { Trainable = false }]), source);
        DenseFeatures row = new(Enumerable.Range(0, 24).Select(value => (float)value).ToArray(), 24);
        float[] expected = new float[3], actual = new float[3];
        source.Predict(row, expected);
        copy.Predict(row, actual);
        Assert.Equal(expected, actual);
        Assert.Throws<ArgumentException>(() => new Network(old, source));
    }

    // The scales of the features are folded into the weights of the first layer, whose columns are in another order in files.
    [Fact]
    public void Standardized_features_are_folded_in_the_order_of_rows()
    {
        NetworkSpec pictures = new([2, 2, 3], [new Flatten(), new Dense(1)]);
        NetworkSpec flat = new([12], [new Flatten(), new Dense(1)]);
        float[] values = [.. Enumerable.Range(0, 48).Select(i => (float)Math.Sin(i) * ((i % 12) + 1))];
        TrainingData data = new(new DenseFeatures(values, 12), new DenseTargets(new float[] { 1, 2, 3, 4 }, 1));
        FitOptions options = new() { Loss = new MeanSquaredError(), StandardizeFeatures = true, Epochs = 3, BatchSize = 2 };
        Network network = new(pictures, seed: 1);
        float[] weight = pictures.Parameters[0].InRowOrder(network.GetWeights()[0].Values);
        Network other = new(flat, seed: 1);
        other.SetWeights(1, [new NamedTensor("weight", [1, 12], weight), new NamedTensor("bias", [1], [0])]);
        network.Fit(data, options);
        other.HasInitialWeights = true;
        other.Fit(data, options);
        Assert.Equal(other.GetWeights()[0].Values, pictures.Parameters[0].InRowOrder(network.GetWeights()[0].Values));
    }

    private static double[] Numbers(JsonElement numbers) => [.. numbers.EnumerateArray().Select(number => number.GetDouble())];

    private static Stream Resource(string name) => typeof(TorchMergingFileTests).Assembly.GetManifestResourceStream(name)!;
}
