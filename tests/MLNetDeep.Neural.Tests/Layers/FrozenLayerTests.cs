using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Layers;

public class FrozenLayerTests
{
    [Fact]
    public void Frozen_layers_keep_their_weights_and_the_others_do_not()
    {
        NetworkSpec spec = new(
            [20],
            [
                new Dense(130, Activation.Relu, kernelRegularizer: new(l2: 0.1), kernelMaxNorm: 0.01) { Trainable = false },
                new BatchNormalization { Trainable = false },
                new Dense(9, Activation.Tanh),
                new Dense(5, Activation.Softmax) { Trainable = false },
            ]);
        foreach (int threads in new[] { 1, 2 })
        {
            foreach (FitOptions options in new FitOptions[] { new(), new() { Optimizer = new Adam { GlobalClipNorm = 1 } } })
            {
                Network network = new(spec, seed: 1);
                NamedTensor[] before = [.. network.GetWeights()];
                network.Fit(Samples.Separable(100, 20, 5), options with { Threads = threads });
                for (int i = 0; i < before.Length; i++)
                {
                    bool isTrained = before[i].Name.StartsWith("2.", StringComparison.Ordinal);
                    Assert.Equal(!isTrained, before[i].Values.AsSpan().SequenceEqual(network.GetWeights()[i].Values));
                }
            }
        }
    }

    // The first layer of this network is large enough that two threads would take half of its inputs each.
    [Fact]
    public void A_frozen_first_layer_gives_the_same_weights_on_any_number_of_threads()
    {
        NetworkSpec spec = new([784], [new Dense(130, Activation.Relu) { Trainable = false }, new Dense(5, Activation.Softmax)]);
        byte[][] weights = [.. new[] { 1, 2, 3 }.Select(threads =>
        {
            Network network = new(spec, seed: 1);
            network.Fit(Samples.Separable(200, 784, 5), new FitOptions { BatchSize = 50, Threads = threads });
            return SavedWeights.Of(network);
        })];
        Assert.Equal(weights[0], weights[1]);
        Assert.Equal(weights[0], weights[2]);
    }

    [Fact]
    public void Parameters_and_counts_say_what_is_trained()
    {
        NetworkSpec spec = new([4], [new Dense(3) { Trainable = false }, new Dense(2)]);
        Assert.Equal([false, false, true, true], spec.Parameters.Select(parameter => parameter.IsTrainable));
        Assert.Equal(8, spec.TrainableParameterCount);
        Assert.Contains("Non-trainable params: 15\n", spec.Summary(), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_the_member_only_if_it_is_false()
    {
        NetworkSpec spec = new([4], [new Dense(3) { Trainable = false }, new Residual([new Dense(3) { Trainable = false }]), new Dense(2)]);
        Assert.Equal(spec, NetworkSpec.FromJson(spec.ToJson()));
        Assert.Equal(3, spec.ToJson().Split("\"trainable\": false").Length);
        Assert.DoesNotContain("trainable", new NetworkSpec([4], [new Dense(3)]).ToJson(), StringComparison.OrdinalIgnoreCase);
        Assert.NotEqual(spec, NetworkSpec.FromJson(spec.ToJson().Replace("false", "true", StringComparison.Ordinal)));
    }

    [Fact]
    public void Copies_keep_the_member_and_text_shows_it()
    {
        Dense frozen = new Dense(3, Activation.Relu) with { Trainable = false };
        Assert.NotEqual(new Dense(3, Activation.Relu), frozen);
        Assert.Equal(frozen, frozen with { });
        Assert.False(frozen.WithoutActivation().Trainable);
        Assert.StartsWith("Dense { Trainable = False, Units = 3", frozen.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("Dense { Units = 3", new Dense(3).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_of_frozen_layers_cannot_be_trained()
    {
        Network network = new(new NetworkSpec([4], [new Dense(3, Activation.Softmax) { Trainable = false }]));
        ArgumentException exception = Assert.Throws<ArgumentException>(() => network.Fit(Samples.Separable(10, 4, 3), new FitOptions()));
        Assert.Contains("nothing to train: all its layers with parameters are frozen", exception.Message, StringComparison.Ordinal);
    }

    // Folding the means of the features into the weights of the first layer would change them.
    [Fact]
    public void Frozen_layers_are_not_changed_by_standardization()
    {
        NetworkSpec spec = new([3], [new Dense(4) { Trainable = false }, new BatchNormalization(), new Dense(1) { Trainable = false }]);
        Network network = new(spec, seed: 1);
        NamedTensor[] before = [.. network.GetWeights(0), .. network.GetWeights(2)];
        DenseFeatures rows = new(new float[] { 100, 2, 3, 90, 5, 6, 110, 8, 9 }, 3);
        TrainingData data = new(rows, new DenseTargets(new float[] { 100, 200, 300 }, 1));
        network.Fit(data, new FitOptions { Loss = new MeanSquaredError(), StandardizeFeatures = true, StandardizeTargets = true });
        Assert.Equal(
            before.Select(tensor => tensor.Values), network.GetWeights(0).Concat(network.GetWeights(2)).Select(tensor => tensor.Values));
    }
}
