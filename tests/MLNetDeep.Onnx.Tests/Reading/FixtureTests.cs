using MLNetDeep.Neural;

namespace MLNetDeep.Onnx.Tests.Reading;

/// <summary>Models of PyTorch's exporter, and graphs as tf2onnx writes them, load and score as the programs that made them.</summary>
public class FixtureTests
{
    public static TheoryData<string> Names => [.. Fixture.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_model_scores_as_the_program_that_wrote_it(string name)
    {
        Fixture fixture = Fixture.Load(name);
        Network network = Network.LoadOnnx(Fixture.PathOf(name));
        float[][] expected = fixture.Expected();
        float[][] actual = fixture.Predict(network);
        Assert.Equal(expected.Length, actual.Length);
        for (int row = 0; row < expected.Length; row++)
        {
            Assert.Equal(expected[row].Length, actual[row].Length);
            Assert.All(expected[row].Zip(actual[row]), pair => Assert.Equal(pair.First, pair.Second, 1e-5f * Math.Max(1, Math.Abs(pair.First))));
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Patterns_of_nodes_become_layers(string name, string inputShape, string layers)
    {
        NetworkSpec spec = Network.LoadOnnx(Fixture.PathOf(name)).Spec;
        Assert.Equal(inputShape, $"[{string.Join(", ", spec.InputShape)}]");
        Assert.Equal(layers, Describe(spec.Layers));
    }

    public static TheoryData<string, string, string> Layers => new()
    {
        { "pt-bigru-state", "[5, 3]", "Bidirectional(GRU(4)), Dense(2)" },
        { "pt-bilstm", "[5, 3]", "Bidirectional(LSTM(4, sequences)), Dense(2)" },
        { "pt-bilstm-last", "[5, 3]", "Bidirectional(LSTM(4, sequences)), Cropping1D, Flatten, Dense(2)" },
        { "pt-conv1d", "[8, 3]", "Conv1D(4, 3, Same, Relu), MaxPooling1D, AveragePooling1D, Flatten, Dense(2)" },
        { "pt-convnet", "[8, 6, 2]", "Conv2D(4, (3, 3), (1, 1), Same, 1, Relu), MaxPooling2D((2, 2), (2, 2), Valid), Flatten, Dense(3)" },
        { "pt-decoder", "[5]", "Dense(24, Relu), Reshape, Permute, UpSampling2D((2, 2), Nearest), Conv2D(1, (3, 3), (1, 1), Same, 1)" },
        { "pt-dense-positions", "[5, 3]", "Dense(4), Flatten, Softmax" },
        { "pt-embedding-lstm", "[7]", "Embedding(20, 5), LSTM(6), Dense(3)" },
        { "pt-embedding-mean", "[7]", "Embedding(20, 5), GlobalAveragePooling1D, Dense(3)" },
        { "pt-gru", "[5, 3]", "GRU(4), Dense(2)" },
        {
            "pt-inception",
            "[4, 4, 2]",
            "Concatenate([Conv2D(3, (1, 1), (1, 1), Valid, 1)], [Conv2D(2, (1, 1), (1, 1), Valid, 1, Relu), Conv2D(4, (3, 3), (1, 1), Same, 1)], [ZeroPadding2D(((1, 1), (1, 1))), AveragePooling2D((3, 3), (1, 1), Valid), Conv2D(2, (1, 1), (1, 1), Valid, 1)], []), Relu, AveragePooling2D((2, 2), (2, 2), Valid), Flatten, Dense(3)"
        },
        { "pt-layernorm-14", "[4]", "Dense(6), LayerNormalization, Gelu, Dense(5, Gelu), Dense(2, Softplus)" },
        { "pt-layernorm-17", "[4]", "Dense(6), LayerNormalization, Gelu, Dense(5, Gelu), Dense(2, Softplus)" },
        { "pt-layernorm-steps", "[5, 4]", "Dense(6, Relu), LayerNormalization, Dense(2)" },
        {
            "pt-lenet",
            "[16, 16, 1]",
            "Conv2D(2, (5, 5), (1, 1), Same, 1, Tanh), MaxPooling2D((2, 2), (2, 2), Valid), Conv2D(3, (5, 5), (1, 1), Valid, 1, Relu), MaxPooling2D((2, 2), (2, 2), Valid), Flatten, Dense(6, Relu), Dense(4, Softmax)"
        },
        { "pt-lstm", "[5, 3]", "LSTM(4), Dense(2)" },
        { "pt-lstm-fixed", "[5, 3]", "LSTM(4, sequences), LSTM(4, sequences), Dense(2)" },
        { "pt-lstm-state", "[5, 3]", "LSTM(4), Dense(2)" },
        { "pt-mlp", "[4]", "Dense(8, Relu), Dense(3, Softmax)" },
        { "pt-mlp-fixed", "[3, 2, 2]", "Flatten, Dense(5), BatchNormalization, Tanh, Dense(1, Sigmoid)" },
        { "pt-pool-1d", "[8, 3]", "Conv1D(4, 3, Same), GlobalAveragePooling1D, Dense(2)" },
        {
            "pt-pooling",
            "[4, 6, 2]",
            "Concatenate([MaxPooling2D((4, 6), (4, 6), Valid), Flatten], [GlobalAveragePooling2D], [AveragePooling2D((2, 3), (2, 3), Valid), Permute, Flatten])"
        },
        {
            "pt-residual",
            "[6, 6, 2]",
            "Residual([ZeroPadding2D(((1, 1), (1, 1))), Conv2D(4, (3, 3), (2, 2), Valid, 1, Relu), Conv2D(4, (3, 3), (1, 1), Same, 1)], Relu, [Conv2D(4, (1, 1), (2, 2), Valid, 1)]), GlobalAveragePooling2D, Dense(3)"
        },
        { "pt-rnn", "[5, 3]", "SimpleRNN(4), Dense(2)" },
        { "pt-scaled-input", "[4, 3, 3]", "BatchNormalization, Conv2D(2, (2, 2), (1, 1), Valid, 1)" },
        {
            "pt-separable",
            "[9, 7, 3]",
            "SeparableConv2D(4, (3, 3), (2, 2), LeakyRelu), Conv2D(4, (3, 3), (1, 1), Valid, 2, Elu), DepthwiseConv2D((2, 1), 1), Permute, Flatten"
        },
        {
            "pt-stem",
            "[12, 12, 1]",
            "ZeroPadding2D(((1, 1), (1, 1))), Conv2D(3, (3, 3), (2, 2), Valid, 1, Relu), ZeroPadding2D(((1, 1), (1, 1))), MaxPooling2D((3, 3), (2, 2), Valid), Residual([BatchNormalization, Relu, Conv2D(3, (3, 3), (1, 1), Same, 1)], []), GlobalAveragePooling2D"
        },
        {
            "pt-textcnn",
            "[7]",
            "Embedding(20, 5), Concatenate([Conv1D(4, 3, Valid, Relu), GlobalMaxPooling1D], [Conv1D(3, 2, Valid, Relu), GlobalMaxPooling1D]), Dense(2)"
        },
        {
            "pt-upsample",
            "[3, 4, 2]",
            "Conv2D(3, (1, 1), (1, 1), Valid, 1), UpSampling2D((2, 2), Nearest), ZeroPadding2D(((2, 1), (1, 0))), UpSampling2D((2, 2), Bilinear), Conv2D(2, (3, 3), (1, 1), Valid, 1)"
        },
        {
            "pt-upsample-size",
            "[3, 4, 2]",
            "UpSampling2D((2, 2), Bilinear), ZeroPadding2D(((1, 1), (1, 1))), Conv2D(2, (3, 3), (1, 1), Valid, 1)"
        },
        {
            "tf-cnn",
            "[8, 8, 2]",
            "Conv2D(3, (3, 3), (2, 2), Same, 1, Relu), MaxPooling2D((2, 2), (2, 2), Valid), Conv2D(4, (3, 3), (1, 1), Same, 1, Relu), Flatten, Dense(5, Relu), Dense(3, Softmax)"
        },
        { "tf-mlp", "[2, 3]", "Flatten, Dense(5, Relu), Dense(1, Sigmoid)" },
    };

    // The layers, with their sizes and what differs from the defaults.
    private static string Describe(LayerSpec layer) => layer switch
    {
        ActivationLayer item => $"{item.Activation.GetType().Name}",
        Dense item => $"Dense({item.Units}{Named(item.Activation)})",
        Conv1D item => $"Conv1D({item.Filters}, {item.KernelSize}, {item.Padding}{Named(item.Activation)})",
        Conv2D item => $"Conv2D({item.Filters}, {item.KernelSize}, {item.Strides}, {item.Padding}, {item.Groups}{Named(item.Activation)})",
        DepthwiseConv2D item => $"DepthwiseConv2D({item.KernelSize}, {item.DepthMultiplier})",
        SeparableConv2D item => $"SeparableConv2D({item.Filters}, {item.KernelSize}, {item.Strides}{Named(item.Activation)})",
        RecurrentLayer item => $"{item.GetType().Name}({item.Units}{(item.ReturnSequences ? ", sequences" : "")})",
        Bidirectional item => $"Bidirectional({Describe(item.Layer)})",
        Embedding item => $"Embedding({item.InputDim}, {item.OutputDim})",
        Residual item => $"Residual([{Describe(item.Layers)}]{Named(item.Activation)}, [{Describe(item.Shortcut)}])",
        Concatenate item => $"Concatenate({string.Join(", ", item.Branches.Select(branch => $"[{Describe(branch)}]"))})",
        UpSampling2D item => $"UpSampling2D({item.Size}, {item.Interpolation})",
        ZeroPadding2D item => $"ZeroPadding2D({item.Padding})",
        WindowPooling2D item => $"{item.GetType().Name}({item.PoolSize}, {item.Strides}, {item.Padding})",
        _ => layer.GetType().Name,
    };

    private static string Describe(IEnumerable<LayerSpec> layers) => string.Join(", ", layers.Select(Describe));

    private static string Named(Activation activation) => activation is Linear ? "" : $", {activation.GetType().Name}";
}
