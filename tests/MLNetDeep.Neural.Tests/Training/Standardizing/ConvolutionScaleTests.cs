using System.Collections.Immutable;

namespace MLNetDeep.Neural.Tests.Training.Standardizing;

/// <summary>
/// Before a convolution with padding or without bias, a recurrent layer, or a dense layer over the last axis, all features are divided by one
/// number, which is folded into the weights.
/// </summary>
public class ConvolutionScaleTests
{
    private static readonly FitOptions s_options = new() { Optimizer = new Sgd(0.05), BatchSize = 4, Epochs = 2, Seed = 3, StandardizeFeatures = true };

    public static TheoryData<ImmutableArray<int>, LayerSpec> FirstLayers => new()
    {
        { [6, 5, 2], new Conv2D(3, 3, padding: Padding.Same, activation: Activation.Tanh) },
        { [6, 5, 2], new DepthwiseConv2D(2, depthMultiplier: 2, activation: Activation.Relu, useBias: false) },
        { [6, 5, 2], new SeparableConv2D(3, 2, activation: Activation.Tanh) },
        { [12, 5], new Dense(4, Activation.Tanh) },
        { [12, 5], new Conv1D(4, 3, activation: Activation.Tanh, padding: Padding.Causal) },
        { [4, 5], new SimpleRNN(3) },
        { [4, 5], new LSTM(3) },
        { [4, 5], new GRU(3, returnSequences: true) },
    };

    // All values that are not 0 are 4 or -4, so that their root mean square is 4 and the division is exact.
    [Theory]
    [MemberData(nameof(FirstLayers))]
    public void Training_equals_that_on_features_of_unit_size(ImmutableArray<int> shape, LayerSpec first)
    {
        NetworkSpec spec = new(shape, [new Dropout(0.2), first, new Flatten(), new Dense(1)]);
        float[] unit = [.. Enumerable.Range(0, 16 * spec.InputSize).Select(i => (float)((i * 7 % 5 % 3) - 1))];
        Network scaled = new(spec, seed: 1), plain = new(spec, seed: 1);
        TrainingHistory history = scaled.Fit(Data(new DenseFeatures(Array.ConvertAll(unit, v => 4 * v), spec.InputSize)), s_options);
        TrainingHistory expected = plain.Fit(Data(new DenseFeatures(unit, spec.InputSize)), s_options with { StandardizeFeatures = false });
        AssertFolded(plain, scaled, 4);
        Assert.Equal(expected.Epochs.Select(epoch => epoch.Training.Loss), history.Epochs.Select(epoch => epoch.Training.Loss));
    }

    [Fact]
    public void Bytes_become_numbers_up_to_1()
    {
        NetworkSpec spec = new([4, 4, 3], [new Conv2D(2, 2, padding: Padding.Same), new Flatten(), new Dense(1)]);
        byte[] bytes = [.. Enumerable.Range(0, 8 * spec.InputSize).Select(i => (byte)(i * 31))];
        Network scaled = new(spec, seed: 1), plain = new(spec, seed: 1);
        scaled.Fit(Data(new ByteFeatures(bytes, spec.InputSize, scale: 1)), s_options);
        plain.Fit(Data(new ByteFeatures(bytes, spec.InputSize)), s_options with { StandardizeFeatures = false });
        AssertFolded(plain, scaled, 255);
    }

    // Values beyond a row's length are 0 and stay 0; those before them have the root mean square 4.
    [Fact]
    public void Rows_with_lengths_are_divided()
    {
        NetworkSpec spec = new([6, 1], [new Conv1D(2, 2), new GlobalMaxPooling1D(), new Dense(1)]);
        float[] unit = [.. Enumerable.Range(0, 8 * 6).Select(i => i % 6 < 3 ? (float)((i % 2 * 2) - 1) : 0)];
        int[] lengths = [.. Enumerable.Repeat(3, 8)];
        Network scaled = new(spec, seed: 1), plain = new(spec, seed: 1);
        scaled.Fit(Data(new DenseFeatures(Array.ConvertAll(unit, v => 4 * v), 6, lengths)), s_options);
        plain.Fit(Data(new DenseFeatures(unit, 6, lengths)), s_options with { StandardizeFeatures = false });
        AssertFolded(plain, scaled, 4);
    }

    // Earlier weights give the same outputs before and after a training of no batch: they are unfolded and folded.
    [Fact]
    public void Earlier_weights_are_kept()
    {
        NetworkSpec spec = new([4, 4, 1], [new Conv2D(2, 2, padding: Padding.Same), new Flatten(), new Dense(1)]);
        TrainingData data = Data(new DenseFeatures(Enumerable.Range(0, 8 * 16).Select(i => 4f * ((i % 3) - 1)).ToArray(), 16));
        Network network = new(spec, seed: 1);
        network.Fit(data, s_options);
        float[] before = SavedValues(network);
        network.Fit(data, s_options with { Iterations = 0 });
        Assert.Equal(before, SavedValues(network));
    }

    private static TrainingData Data(FeatureMatrix features) =>
        new(features, new DenseTargets(Enumerable.Range(0, features.RowCount).Select(i => (float)Math.Sin(i)).ToArray()));

    private static float[] SavedValues(Network network) => [.. network.GetWeights().SelectMany(tensor => tensor.Values)];

    // The weights of the convolution are divided by the scale; everything else is equal. The scales are powers of 2, or rounded: 1/255.
    private static void AssertFolded(Network plain, Network scaled, float scale)
    {
        float tolerance = scale == 4 ? 0 : 1e-6f;
        AssertClose(plain.GetWeights()[0].Values.Select(value => (float)((double)value / scale)), scaled.GetWeights()[0].Values, tolerance / scale);
        Assert.All(plain.GetWeights().Zip(scaled.GetWeights()).Skip(1), pair => AssertClose(pair.First.Values, pair.Second.Values, tolerance));
        Assert.NotEqual(new Network(plain.Spec, seed: 1).GetWeights()[0].Values, plain.GetWeights()[0].Values);
    }

    private static void AssertClose(IEnumerable<float> expected, float[] actual, float tolerance) =>
        Assert.All(expected.Zip(actual), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= tolerance, $"{pair.First} {pair.Second}"));
}
