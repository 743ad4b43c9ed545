using System.Text;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Layers.Merging;

public class MergingLayerTests
{
    private static readonly NetworkSpec s_nested = new(
        [4],
        [
            new Residual(
                [new BatchNormalization(), new Concatenate([[new Dense(2, Activation.Relu)], [new Dense(3), new Dropout(0.5)]]), new Dense(6)],
                Activation.Relu,
                [new Dense(6, useBias: false)]),
            new Dense(3, Activation.Softmax),
        ]);

    // x = [1, 2], W = [[2, 0], [0, 3]], b = [1, -20]: W x + b = [3, -14], plus x = [4, -12], and relu gives [4, 0].
    [Fact]
    public void A_residual_adds_its_input()
    {
        Network network = new(
            new NetworkSpec([2], [new Residual([new Dense(2)], Activation.Relu)]),
            [new NamedTensor("0.layers.0.weight", [2, 2], [2, 0, 0, 3]), new NamedTensor("0.layers.0.bias", [2], [1, -20])]);
        Assert.Equal([4, 0], Outputs(network, 1, 2));
    }

    // x = [1, 2], layers: 2·(x0 + x1) = 6, shortcut: 10 x0 - x1 = 8; the sum is 14.
    [Fact]
    public void A_residual_adds_its_shortcut()
    {
        Network network = new(
            new NetworkSpec([2], [new Residual([new Dense(1, useBias: false)], shortcut: [new Dense(1, useBias: false)])]),
            [new NamedTensor("0.layers.0.weight", [1, 2], [2, 2]), new NamedTensor("0.shortcut.0.weight", [1, 2], [10, -1])]);
        Assert.Equal([14], Outputs(network, 1, 2));
    }

    // Rows of two positions with two features. Each position of the output has the features of both branches: max(x, 0), then x.
    [Fact]
    public void Branches_are_joined_along_the_last_axis()
    {
        NetworkSpec spec = new([2, 2], [new Concatenate([[new ActivationLayer(Activation.Relu)], []])]);
        Assert.Equal([2, 4], spec.LayerShapes[0]);
        Assert.Equal([1, 0, 1, -2, 0, 4, -3, 4], Outputs(new Network(spec), 1, -2, -3, 4));
    }

    [Fact]
    public void Parameters_are_named_by_their_places() => Assert.Equal(
        [
            "0.layers.0.weight", "0.layers.0.bias", "0.layers.0.running_mean", "0.layers.0.running_var",
            "0.layers.1.branches.0.0.weight", "0.layers.1.branches.0.0.bias", "0.layers.1.branches.1.0.weight", "0.layers.1.branches.1.0.bias",
            "0.layers.2.weight", "0.layers.2.bias", "0.shortcut.0.weight", "1.weight", "1.bias",
        ],
        s_nested.Parameters.Select(parameter => parameter.Name));

    [Fact]
    public void Json_summary_and_text_contain_the_layers()
    {
        Assert.Equal(s_nested, NetworkSpec.FromJson(s_nested.ToJson()));
        Assert.NotEqual(s_nested, NetworkSpec.FromJson(s_nested.ToJson().Replace("0.5", "0.25", StringComparison.Ordinal)));

        // 16 of the normalization, 4·2 + 2 + 4·3 + 3 of the branches, 5·6 + 6 and 4·6: 101. Keras's summary, too, has one line for a nested model.
        Assert.Matches("residual \\(Residual\\) +\\(None, 6\\) +101\n", s_nested.Summary());
        Assert.Contains("Non-trainable params: 8\n", s_nested.Summary(), StringComparison.Ordinal);
        Assert.Contains("Dropout { Rate = 0.5 }", s_nested.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused_by_name()
    {
        Assert.Equal(
            "Layer 1: Residual needs the same shape from both, but the layers give [3] and the input is [5]: add a shortcut. (Parameter 'layers')",
            Refused(new Dense(5), new Residual([new Dense(3)])));
        Assert.Equal(
            "Layer 0 (Residual, input [4]): Residual needs the same shape from both, but the layers give [3] and the shortcut gives [2]. (Parameter 'layers')",
            Refused(new Residual([new Dense(3)], shortcut: [new Dense(2)])));
        Assert.Equal(
            "Layer 0: Concatenate needs outputs that differ in the last dimension only, but branch 0 gives [4, 4] and branch 1 gives [16]. "
            + "(Parameter 'layers')",
            Refused(new Concatenate([[], [new Flatten()]])));
        Assert.Equal(
            "Layer 0 (Residual, input [4]): layers.1 has the activation Softmax; accepted: on the network's last layer only. (Parameter 'layers')",
            Refused(new Residual([new Dense(3), new Dense(4, Activation.Softmax)])));
        Assert.Equal(
            "Layer 1 has the activation Softmax; accepted: on the last layer only. (Parameter 'layers')",
            Refused(new Dense(5), new Residual([new Dense(5)], Activation.Softmax), new Dense(2)));
        Assert.Equal(
            "Layer 0 (Concatenate, input [4, 4]): branches.0.0: Embedding takes indices; accepted: as the network's first layer only. (Parameter 'layers')",
            Refused(new Concatenate([[new Embedding(10, 3)]])));
        Assert.Throws<ArgumentException>(() => new Residual([]));
        Assert.Throws<ArgumentException>(() => new Residual([null!]));
        Assert.Throws<ArgumentException>(() => new Concatenate([]));
        Assert.Throws<ArgumentException>(() => new Concatenate([[null!]]));

        static string Refused(params LayerSpec[] layers) =>
            Assert.Throws<ArgumentException>(() => new NetworkSpec(layers[0] is Concatenate ? [4, 4] : [4], [.. layers])).Message;
    }

    [Fact]
    public void A_backend_that_lacks_a_layer_in_a_layer_is_refused_with_its_place()
    {
        ModuleLayer module = new("unknown", [4], [4], []);
        NetworkSpec spec = new([4], [new Concatenate([[new Dense(2)], [new Residual([module])]])]);
        NotSupportedException exception = Assert.Throws<NotSupportedException>(() => new Network(spec));
        Assert.StartsWith(
            "The backend 'cpu' does not support layer 0, branches.1.0, layers.0, ModuleLayer", exception.Message, StringComparison.Ordinal);
        Assert.Contains("TorchModules.Register(\"unknown\", factory)", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_have_the_counters_of_layers_in_layers()
    {
        Network network = new(s_nested, seed: 1);
        network.Fit(Samples.Separable(64, 4, 3), new FitOptions { BatchSize = 32 });
        byte[] file = SavedWeights.Of(network);
        Assert.Contains("0.layers.0.num_batches_tracked", Encoding.UTF8.GetString(file), StringComparison.Ordinal);
        Assert.Equal(file, SavedWeights.Of(Network.Load(s_nested, new MemoryStream(file))));
    }

    [Fact]
    public void Dropout_in_a_layer_draws_masks_of_its_own()
    {
        HashSet<int> numbers = [.. Enumerable.Range(0, 100)];
        for (int outer = 0; outer < 100; outer++)
        {
            for (int position = 0; position < 100; position++)
            {
                Assert.True(numbers.Add(DropoutMasks.NestedIndex(outer, position)));
            }
        }
    }

    [Fact]
    public void Training_gives_the_same_weights_on_any_number_of_threads()
    {
        NetworkSpec spec = new(
            [200],
            [
                new Dense(130, Activation.Relu),
                new Residual([new Dense(40, Activation.Relu), new Dropout(0.3), new Dense(130)], Activation.Gelu),
                new Concatenate([[new Dense(70)], [], [new BatchNormalization(), new Dense(30)]]),
                new Dense(5, Activation.Softmax),
            ]);
        byte[][] weights = [.. new[] { 1, 2, 3 }.Select(threads =>
        {
            Network network = new(spec, seed: 1);
            network.Fit(Samples.Separable(400, 200, 5), new FitOptions { BatchSize = 100, Threads = threads });
            return SavedWeights.Of(network);
        })];
        Assert.Equal(weights[0], weights[1]);
        Assert.Equal(weights[0], weights[2]);
    }

    private static float[] Outputs(Network network, params float[] row)
    {
        float[] outputs = new float[network.Spec.OutputSize];
        network.Predict(new DenseFeatures(row, row.Length), outputs);
        return outputs;
    }
}
