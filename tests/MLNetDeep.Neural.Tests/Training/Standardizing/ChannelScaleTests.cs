using System.Collections.Immutable;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training.Standardizing;

/// <summary>
/// Before a convolution without padding, and for bytes before a dense layer, each channel is standardized: a training equals one on numbers that
/// the test standardizes itself, in doubles, and the trained network takes the features as they are.
/// </summary>
public class ChannelScaleTests
{
    private const int Rows = 12;

    private static readonly FitOptions s_options = new() { Optimizer = new Sgd(0.05), BatchSize = 4, Epochs = 3, Seed = 3, StandardizeFeatures = true };

    private static readonly Targets s_targets = new DenseTargets(Enumerable.Range(0, Rows).Select(i => MathF.Sin(i)).ToArray());

    public static TheoryData<ImmutableArray<int>, ImmutableArray<LayerSpec>, int> Convolutions => new()
    {
        { [6, 5, 2], [new Conv2D(3, new Size2D(3, 2), activation: Activation.Tanh)], 2 },
        { [7, 6, 4], [new Conv2D(6, new Size2D(2, 3), strides: new Size2D(2, 1), groups: 2, activation: Activation.Relu)], 4 },
        { [6, 6, 3], [new DepthwiseConv2D(2, depthMultiplier: 2, dilation: new Size2D(2, 2), activation: Activation.Tanh)], 3 },
        { [9, 3], [new Conv1D(4, 3, activation: Activation.Tanh)], 3 },
        { [50], [new Reshape([5, 5, 2]), new Dropout(0.2), new Conv2D(3, 2, activation: Activation.Tanh)], 2 },
    };

    [Theory]
    [MemberData(nameof(Convolutions))]
    public void Channels_have_mean_0_and_deviation_1_before_a_convolution(ImmutableArray<int> shape, ImmutableArray<LayerSpec> first, int channels)
    {
        NetworkSpec spec = new(shape, [.. first, new Flatten(), new Dense(1)]);
        float[] values = [.. Enumerable.Range(0, Rows * spec.InputSize).Select(i => 100 + (20 * (i % channels)) + (3 * MathF.Sin(i * i)))];
        AssertStandardized(spec, new DenseFeatures(values, spec.InputSize), values, channels);
    }

    // Bytes of [height, width, channels] have a mean and a deviation for each channel; a flat row has one for all bytes.
    [Theory]
    [InlineData(1 / 255f)]
    [InlineData(1f)]
    public void Channels_of_bytes_have_mean_0_and_deviation_1_before_a_dense_layer(float scale)
    {
        const int Columns = 4 * 3 * 3;
        byte[] bytes = [.. Enumerable.Range(0, Rows * Columns).Select(i => (byte)((i * i * 7 % 120) + (50 * (i % 3))))];
        float[] values = Array.ConvertAll(bytes, value => value * scale);
        ImmutableArray<LayerSpec> layers = [new Flatten(), new Dense(5, Activation.Relu), new Dense(1)];
        AssertStandardized(new NetworkSpec([4, 3, 3], layers), new ByteFeatures(bytes, Columns, scale), values, channels: 3);
        AssertStandardized(new NetworkSpec([Columns], layers), new ByteFeatures(bytes, Columns, scale), values, channels: 1);
    }

    // Rows of weight 0 do not count: those with even numbers alone decide the means.
    [Fact]
    public void Rows_of_bytes_count_with_their_weights()
    {
        NetworkSpec spec = new([4], [new Dense(1, kernelInitializer: Initializer.Zeros)]);
        byte[] bytes = [.. Enumerable.Range(0, Rows * 4).Select(i => (byte)(i / 4 % 2 == 0 ? 100 + (i % 4) : 255))];
        float[] weights = [.. Enumerable.Range(0, Rows).Select(row => row % 2 == 0 ? 1f : 0)];
        TrainingData even = new(new ByteFeatures(bytes.Chunk(8).SelectMany(pair => pair[..4]).ToArray(), 4), new DenseTargets(new float[] { 1, 2, 3, 4, 5, 6 }));
        TrainingData all = new(
            new ByteFeatures(bytes, 4), new DenseTargets(Enumerable.Range(0, Rows).Select(row => row % 2 == 0 ? (row / 2) + 1f : 99).ToArray()), weights);
        Network expected = new(spec), actual = new(spec);
        expected.Fit(even, s_options with { BatchSize = 6, Epochs = 1 });
        actual.Fit(all, s_options with { BatchSize = 12, Epochs = 1, Optimizer = new Sgd(0.1) });

        // 12 rows in the batch in place of 6 halve the gradient; the rate is twice as high.
        Assert.Equal(expected.GetWeights()[0].Values[0], actual.GetWeights()[0].Values[0], 1e-4f);
        Assert.Equal(expected.GetWeights()[1].Values[0], actual.GetWeights()[1].Values[0], 1e-4f);
        Assert.NotEqual(0, actual.GetWeights()[0].Values[0]);
    }

    // A quarter of the bytes or fewer is nonzero, as in pictures of digits: 255 becomes 1, which bytes of the default scale have already.
    [Fact]
    public void Sparse_bytes_stay_as_they_are()
    {
        byte[] bytes = [.. Enumerable.Range(0, Rows * 16).Select(i => (byte)(i % 4 == 0 ? i : 0))];
        NetworkSpec spec = new([16], [new Dense(1)]);
        Network expected = new(spec), actual = new(spec);
        expected.Fit(new TrainingData(new ByteFeatures(bytes, 16), s_targets), s_options with { StandardizeFeatures = false });
        actual.Fit(new TrainingData(new ByteFeatures(bytes, 16), s_targets), s_options);
        Assert.Equal(SavedWeights.Of(expected), SavedWeights.Of(actual));
    }

    // A stream of bytes is read for its means first, in pools.
    [Fact]
    public void A_stream_of_bytes_equals_memory()
    {
        byte[] bytes = [.. Enumerable.Range(0, Rows * 6).Select(i => (byte)(i * 37))];
        TrainingData data = new(new ByteFeatures(bytes, 6), s_targets);
        Network expected = new(new NetworkSpec([6], [new Dense(1)])), actual = new(expected.Spec);
        expected.Fit(data, s_options with { Shuffle = false });
        actual.Fit(new RowStream(data, 4), s_options with { Shuffle = false, PoolSize = 4 });
        Assert.Equal(SavedWeights.Of(expected), SavedWeights.Of(actual));
    }

    [Fact]
    public void Means_before_a_convolution_go_through_a_checkpoint_and_a_further_training()
    {
        NetworkSpec spec = new([4, 4, 2], [new Conv2D(3, 2, activation: Activation.Tanh), new Flatten(), new Dense(1)]);
        TrainingData data = new(new DenseFeatures(Enumerable.Range(0, Rows * 32).Select(i => 50 + (10 * MathF.Sin(i))).ToArray(), 32), s_targets);
        Network expected = new(spec), resumed = new(spec);
        TrainingCheckpoint? checkpoint = null;
        Hook stop = new() { BatchEnd = (context, batch) => checkpoint = batch == 4 ? context.CreateCheckpoint() : checkpoint };
        expected.Fit(data, s_options);
        new Network(spec).Fit(data, s_options with { Callbacks = [stop] });
        resumed.Fit(data, s_options with { ResumeFrom = checkpoint });
        Assert.Equal(SavedWeights.Of(expected), SavedWeights.Of(resumed));

        float[] before = Outputs(expected, data.Features);
        expected.Fit(data, s_options with { Iterations = 0 });
        Assert.All(before.Zip(Outputs(expected, data.Features)), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Fact]
    public void A_network_whose_first_layer_takes_no_scale_has_a_warning()
    {
        TrainingData data = new(new DenseFeatures(new float[Rows * 4], 4), s_targets);
        Check([new BatchNormalization(), new Dense(1)], "the network begins with BatchNormalization, which has no weights that scales could be folded into.");
        Check([new Dense(2) { Trainable = false }, new Dense(1)], "the network begins with Dense, which is frozen.");
        Check([new Dense(1)], null);

        void Check(ImmutableArray<LayerSpec> layers, string? expected)
        {
            Network network = new(new NetworkSpec([4], layers));
            ImmutableArray<string> warnings = network.Fit(data, s_options).Warnings;
            Assert.Equal(expected is null ? 0 : 1, warnings.Length);
            Assert.Contains(expected ?? "", string.Concat(warnings));
            Assert.Empty(network.Fit(data, s_options with { StandardizeFeatures = false }).Warnings);
        }
    }

    // The network that trains on numbers standardized here has other weights for the same function.
    private static void AssertStandardized(NetworkSpec spec, FeatureMatrix features, float[] values, int channels)
    {
        DenseFeatures standardized = new(Standardize(values, channels), spec.InputSize);
        Network actual = new(spec, seed: 1), expected = new(spec, seed: 1);
        TrainingHistory history = actual.Fit(new TrainingData(features, s_targets), s_options);
        TrainingHistory reference = expected.Fit(new TrainingData(standardized, s_targets), s_options with { StandardizeFeatures = false });
        Assert.All(
            reference.Epochs.Zip(history.Epochs), pair => Assert.Equal(pair.First.Training.Loss, pair.Second.Training.Loss, 1e-4 * pair.First.Training.Loss));
        Assert.All(Outputs(expected, standardized).Zip(Outputs(actual, features)), pair => Assert.Equal(pair.First, pair.Second, 2e-3f));
        Assert.Equal(expected.GetWeights()[^2].Values.Length, actual.GetWeights()[^2].Values.Length);
        Assert.All(expected.GetWeights()[^2].Values.Zip(actual.GetWeights()[^2].Values), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    private static float[] Standardize(float[] values, int channels)
    {
        float[] standardized = new float[values.Length];
        for (int channel = 0; channel < channels; channel++)
        {
            double[] own = [.. values.Where((_, i) => i % channels == channel).Select(value => (double)value)];
            double mean = own.Average();
            double deviation = Math.Sqrt(own.Average(value => (value - mean) * (value - mean)));
            for (int i = channel; i < values.Length; i += channels)
            {
                standardized[i] = (float)((values[i] - mean) / deviation);
            }
        }

        return standardized;
    }

    private static float[] Outputs(Network network, FeatureMatrix features)
    {
        float[] outputs = new float[features.RowCount * network.Spec.OutputSize];
        network.Predict(features, outputs);
        return outputs;
    }
}
