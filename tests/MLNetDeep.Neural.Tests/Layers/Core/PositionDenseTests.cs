using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Layers.Core;

/// <summary>Dense layers over the last axis of rows with several positions.</summary>
public class PositionDenseTests
{
    // W = [[1, 2], [3, -1], [0, 10]], b = [0, 100, 0]. The position [1, 2] gives [5, 101, 20], and [-3, 4] gives [5, 87, 40].
    [Fact]
    public void Each_position_goes_through_the_same_weights()
    {
        Network network = new(
            new NetworkSpec([2, 2], [new Dense(3)]),
            [new NamedTensor("0.weight", [3, 2], [1, 2, 3, -1, 0, 10]), new NamedTensor("0.bias", [3], [0, 100, 0])]);
        float[] outputs = new float[6];
        network.Predict(new DenseFeatures(new float[] { 1, 2, -3, 4 }, 4), outputs);
        Assert.Equal([5, 101, 20, 5, 87, 40], outputs);
        using Predictor predictor = network.CreatePredictor();
        predictor.Predict([0, 1], [1, 2], outputs);
        Assert.Equal([5, 101, 20, 0, 100, 0], outputs);
    }

    // The second row has one position; its second one gives no bias.
    [Fact]
    public void Positions_beyond_the_length_of_a_row_give_0()
    {
        Network network = new(
            new NetworkSpec([2, 2], [new Dense(1)]), [new NamedTensor("0.weight", [1, 2], [1, 2]), new NamedTensor("0.bias", [1], [100])]);
        float[] outputs = new float[4];
        network.Predict(new DenseFeatures(new float[] { 1, 2, 3, 4, 5, 6, float.NaN, 8 }, 4, rowLengths: new[] { 2, 1 }, positionCount: 2), outputs);
        Assert.Equal([105, 111, 117, 0], outputs);
    }

    [Theory]
    [InlineData(16, 32)]
    [InlineData(5, 7)]
    public void Training_gives_the_same_weights_on_any_number_of_threads(int inputs, int units)
    {
        NetworkSpec spec = new(
            [20, inputs], [new Dense(units, Activation.Relu), new Dense(units, Activation.Gelu), new Flatten(), new Dense(5, Activation.Softmax)]);
        byte[][] weights = [.. new[] { 1, 2, 3 }.Select(threads =>
        {
            Network network = new(spec, seed: 1);
            network.Fit(Samples.Separable(150, 20 * inputs, 5), new FitOptions { BatchSize = 50, Threads = threads });
            return SavedWeights.Of(network);
        })];
        Assert.Equal(weights[0], weights[1]);
        Assert.Equal(weights[0], weights[2]);
    }

    // Flatten does not move values, so [1, n] and [n] are the same rows.
    [Fact]
    public void One_position_gives_the_weights_of_a_flat_row()
    {
        float[][] weights = [.. new NetworkSpec[]
        {
            new([1, 30], [new Dense(20, Activation.Tanh), new Flatten(), new Dense(5, Activation.Softmax)]),
            new([30], [new Dense(20, Activation.Tanh), new Flatten(), new Dense(5, Activation.Softmax)]),
        }.Select(spec =>
        {
            Network network = new(spec, seed: 1);
            network.Fit(Samples.Separable(100, 30, 5), new FitOptions { BatchSize = 50, Threads = 1 });
            return network.GetWeights().SelectMany(tensor => tensor.Values).ToArray();
        })];
        Close.All([.. weights[0].Select(value => (double)value)], weights[1], 1e-5, 1e-6);
    }
}
