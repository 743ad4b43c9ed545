using MLNetDeep.Neural.Serialization;

namespace MLNetDeep.Neural.Tests.Architecture;

public class NetworkSpecJsonTests
{
    [Fact]
    public void Layers_activations_and_initializers_survive_a_round_trip()
    {
        NetworkSpec spec = new(
            [4, 5],
            [
                new Flatten(),
                new Dense(7, Activation.Relu, useBias: false),
                new Dropout(0.25),
                new Dense(6, Activation.Sigmoid, kernelInitializer: Initializer.Zeros),
                new Dense(5, Activation.Tanh, biasInitializer: Initializer.GlorotUniform),
                new Dense(4),
                new Dense(3, Activation.Softmax),
            ]);
        Assert.Equal(spec, NetworkSpec.FromJson(spec.ToJson()));
    }

    [Fact]
    public void Everything_new_in_version_2_survives_a_round_trip()
    {
        NetworkSpec spec = new(
            [5],
            [
                new BatchNormalization(0.5, 0.01),
                new Dense(
                    7, new LeakyRelu(0.1), kernelInitializer: Initializer.HeNormal, kernelRegularizer: new(0.1, 0.2), kernelMaxNorm: 3),
                new ActivationLayer(new Elu(2)),
                new Dense(6, new Gelu(true), kernelInitializer: new RandomNormal(1, 2), biasInitializer: new RandomUniform(-1, 2)),
                new Dense(6, Activation.Gelu, kernelInitializer: Initializer.GlorotNormal, biasInitializer: Initializer.Ones),
                new Dense(6, Activation.Softplus, kernelInitializer: Initializer.HeUniform),
                new ActivationLayer(Activation.Softmax),
            ]);
        string json = spec.ToJson();
        Assert.Equal(spec, NetworkSpec.FromJson(json));
        Assert.DoesNotContain("null", json, StringComparison.Ordinal);
    }

    // The JSON text is as version 1 wrote it.
    [Fact]
    public void Version_1_is_read() => Assert.Equal(
        new NetworkSpec([4], [new Dense(6, Activation.Tanh), new Dropout(0.1), new Dense(3, Activation.Softmax, useBias: false)]),
        NetworkSpec.FromJson(
            """
            {
              "version": 1,
              "inputShape": [4],
              "layers": [
                {
                  "type": "dense", "units": 6, "activation": {"type": "tanh"}, "useBias": true,
                  "kernelInitializer": {"type": "glorotUniform"}, "biasInitializer": {"type": "zeros"}
                },
                {"type": "dropout", "rate": 0.1},
                {
                  "type": "dense", "units": 3, "activation": {"type": "softmax"}, "useBias": false,
                  "kernelInitializer": {"type": "glorotUniform"}, "biasInitializer": {"type": "zeros"}
                }
              ]
            }
            """));

    // Saved models contain this text, so it must not change by accident.
    [Fact]
    public void The_text_is_stable()
    {
        string json = new NetworkSpec([3], [new Dropout(0.5), new Dense(2, Activation.Softmax)]).ToJson();
        const string Expected = """
            {
              "version": 2,
              "inputShape": [
                3
              ],
              "layers": [
                {
                  "type": "dropout",
                  "rate": 0.5
                },
                {
                  "type": "dense",
                  "units": 2,
                  "activation": {
                    "type": "softmax"
                  },
                  "useBias": true,
                  "kernelInitializer": {
                    "type": "glorotUniform"
                  },
                  "biasInitializer": {
                    "type": "zeros"
                  }
                }
              ]
            }
            """;
        Assert.Equal(Expected.ReplaceLineEndings("\n"), json.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Each_layer_activation_and_initializer_has_a_name_and_a_serializer()
    {
        Type[] types =
        [
            .. typeof(LayerSpec).Assembly.GetTypes().Where(type => !type.IsAbstract
                && (type.IsSubclassOf(typeof(LayerSpec)) || type.IsSubclassOf(typeof(Activation)) || type.IsSubclassOf(typeof(Initializer)))),
        ];
        Assert.True(types.Length > 50);
        Assert.All(types, type =>
        {
            Assert.Equal(type, NetworkTypes.Find(NetworkTypes.NameOf(type)));
            Assert.NotNull(NetworkJsonContext.Default.GetTypeInfo(type));
        });
    }

    [Fact]
    public void Missing_members_get_their_default_values() =>
        Assert.Equal(
            new NetworkSpec([3], [new Dense(2)]),
            NetworkSpec.FromJson("""{"version": 1, "inputShape": [3], "layers": [{"units": 2, "type": "dense"}]}"""));

    [Theory]
    [InlineData("", "not a valid architecture")]
    [InlineData("null", "no version")]
    [InlineData("[]", "no version")]
    [InlineData("{}", "no version")]
    [InlineData("""{"version": "1"}""", "no version")]
    [InlineData("""{"version": 3, "anything": 1}""", "version 3; this library reads versions 1 to 2")]
    [InlineData("""{"version": 1, "version": 1, "inputShape": [3], "layers": [{"type": "flatten"}]}""", "not a valid architecture")]
    [InlineData("""{"version": 1, "layers": [{"type": "flatten"}]}""", "inputShape")]
    [InlineData("""{"version": 1, "inputShape": [3]}""", "layers")]
    [InlineData("""{"version": 1, "inputShape": [3], "layers": []}""", "Layers is empty")]
    [InlineData("""{"version": 1, "inputShape": [0], "layers": [{"type": "flatten"}]}""", "accepted: dimensions of 1 or more")]
    [InlineData("""{"version": 1, "inputShape": null, "layers": [{"type": "flatten"}]}""", "not a valid architecture")]
    [InlineData("""{"version": 1, "inputShape": [3], "layers": [null]}""", "Layer 0")]
    [InlineData("""{"version": 1, "inputShape": [3], "layers": [{"type": "magic"}]}""", "magic")]
    [InlineData("""{"version": 1, "inputShape": [3], "layers": [{"type": 1}]}""", "The network's JSON has an object without the name of its type.")]
    [InlineData("""{"version": 1, "inputShape": [3], "layers": [{"units": 1}]}""", "The network's JSON has an object without the name of its type.")]
    [InlineData("""{"version": 1, "inputShape": [3], "layers": [[]]}""", "The network's JSON has an object without the name of its type.")]
    [InlineData("""{"version": 1, "inputShape": [3], "layers": [{"type": "relu"}]}""", "The network's JSON has the type 'relu' in the place of a LayerSpec.")]
    [InlineData("""{"version": 1, "inputShape": [3], "layers": [{"type": "dense"}]}""", "units")]
    [InlineData("""{"version": 1, "inputShape": [3], "layers": [{"type": "dense", "units": 0}]}""", "Units is 0; accepted: 1 or more")]
    [InlineData("""{"version": 1, "inputShape": [3], "layers": [{"type": "dropout", "rate": 1}]}""", "Rate is 1")]
    [InlineData("""{"version": 1, "inputShape": [3], "layers": [{"type": "dropout", "rate": 0.1, "more": 1}]}""", "more")]
    [InlineData("""{"version": 1, "inputShape": [3], "layers": [{"type": "\ud800"}]}""", "not a valid architecture")]
    [InlineData("""{"version": 1, "inputShape": [3], "layers": [{"type": "dropout", "rate": 0.1, "\ud800": 1}]}""", "not a valid architecture")]
    [InlineData("""{"\ud800": 1, "inputShape": [3], "layers": [{"type": "flatten"}]}""", "not a valid architecture")]
    [InlineData("""{"version": 1, "inputShape": [3], "layers": [{"type": "conv1D", "filters": 1, "kernelSize": 1}]}""", "Layer 0: Conv1D needs")]
    public void Invalid_JSON_throws(string json, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => NetworkSpec.FromJson(json)).Message, StringComparison.Ordinal);
}
