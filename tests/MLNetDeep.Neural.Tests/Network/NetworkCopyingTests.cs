namespace MLNetDeep.Neural.Tests;

public class NetworkCopyingTests
{
    private static readonly NetworkSpec s_spec = new([2], [new Dense(3, Activation.Relu), new BatchNormalization(), new Dropout(0.5), new Dense(1)]);

    [Fact]
    public void A_network_takes_weights_statistics_and_batch_counters_and_leaves_the_source_as_it_was()
    {
        Network source = new(s_spec, seed: 5);
        source.Fit(Data(), Options());
        string before = Saved(source);
        Network network = new(s_spec, source);
        Assert.Equal(before, Saved(network));

        network.Fit(Data(), Options());
        Assert.NotEqual(before, Saved(network));
        Assert.Equal(before, Saved(source));

        source.Fit(Data(), Options());
        Assert.Equal(Saved(source), Saved(network));
    }

    [Fact]
    public void Layers_may_differ_in_options_that_do_not_change_a_parameter()
    {
        Network source = new(s_spec, seed: 5);
        NetworkSpec other = new([2], [new Dense(3, Activation.Tanh, kernelRegularizer: new Regularizer(l2: 1)), new BatchNormalization(), new Dropout(0.1), new Dense(1)]);
        Network network = new(other, source);
        Assert.Same(other, network.Spec);
        Assert.Equal(source.GetWeights().SelectMany(tensor => tensor.Values.ToArray()), network.GetWeights().SelectMany(tensor => tensor.Values.ToArray()));
    }

    [Fact]
    public void Another_shape_throws_and_names_the_first_difference()
    {
        Network source = new(new NetworkSpec([2], [new Dense(3), new Dense(1)]));
        Throws("it has 0.weight with the shape [3, 2] where this network has 0.weight with the shape [4, 2]", [2], new Dense(4), new Dense(1));
        Throws("its input has the shape [2], and this network's [5]", [5], new Dense(3), new Dense(1));
        Throws("it also has 1.weight with the shape [1, 3]", [2], new Dense(3));
        Throws("it does not have 2.weight with the shape [1, 1] of this network", [2], new Dense(3), new Dense(1), new Dense(1));
        Throws("it has 1.weight with the shape [1, 3] where this network has 2.weight with the shape [1, 3]", [2], new Dense(3), new Dropout(0.5), new Dense(1));
        Assert.Throws<ArgumentNullException>(() => new Network(source.Spec, (Network)null!));

        void Throws(string difference, int[] input, params LayerSpec[] layers)
        {
            ArgumentException e = Assert.Throws<ArgumentException>(() => new Network(new NetworkSpec([.. input], [.. layers]), source));
            Assert.StartsWith($"The network to go on from does not fit: {difference}.", e.Message, StringComparison.Ordinal);
        }
    }

    private static TrainingData Data() => new(new DenseFeatures(new float[] { 1, 2, 3, 4, 5, 6, 7, 9 }, 2), new DenseTargets(new float[] { 1, 2, 3, 5 }));

    private static FitOptions Options() => new() { Optimizer = new Sgd(0.01), Epochs = 2, BatchSize = 2 };

    private static string Saved(Network network)
    {
        using MemoryStream stream = new();
        network.SaveWeights(stream);
        return Convert.ToBase64String(stream.ToArray());
    }
}
