using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Layers.Pooling;

public class PoolingTests
{
    // The picture
    //   1 2 3
    //   4 5 6
    //   7 8 9
    // with one channel. "Same" windows of 2 x 2 with the stride 2 lack a column at the right and a row at the bottom.
    [Theory]
    [InlineData(Padding.Valid, new[] { 5f }, new[] { 3f })]
    [InlineData(Padding.Same, new[] { 5f, 6, 8, 9 }, new[] { 3, 4.5f, 7.5f, 9 })]
    public void Windows_of_a_picture_are_pooled(Padding padding, float[] maxima, float[] averages)
    {
        Assert.Equal(maxima, Outputs([3, 3, 1], new MaxPooling2D(2, padding: padding)));
        Assert.Equal(averages, Outputs([3, 3, 1], new AveragePooling2D(2, padding: padding)));
    }

    // The sequence (1, 2), (3, 4), (5, 6), (7, 8). "Same" windows of 3 with the stride 2 lack a value at the end, or at the beginning for 3 steps.
    [Fact]
    public void Windows_of_a_sequence_are_pooled()
    {
        Assert.Equal([3, 4, 7, 8], Outputs([4, 2], new MaxPooling1D()));
        Assert.Equal([2, 3, 6, 7], Outputs([4, 2], new AveragePooling1D()));
        Assert.Equal([5, 6, 7, 8], Outputs([4, 2], new MaxPooling1D(3, 1)));
        Assert.Equal([3, 4, 6, 7], Outputs([4, 2], new AveragePooling1D(3, 2, Padding.Same)));
        Assert.Equal([1.5f, 2.5f], Outputs([3, 1], new AveragePooling1D(3, 2, Padding.Same)));
    }

    [Fact]
    public void All_positions_are_pooled()
    {
        Assert.Equal([7, 8], Outputs([4, 2], new GlobalMaxPooling1D()));
        Assert.Equal([4, 5], Outputs([4, 2], new GlobalAveragePooling1D()));
        Assert.Equal([7, 8], Outputs([2, 2, 2], new GlobalMaxPooling2D()));
        Assert.Equal([4, 5], Outputs([2, 2, 2], new GlobalAveragePooling2D(keepDims: true)));
    }

    [Fact]
    public void Shapes_are_those_of_Keras()
    {
        Assert.Equal([13, 9, 4], Shape([26, 19, 4], new MaxPooling2D()));
        Assert.Equal([13, 10, 4], Shape([26, 19, 4], new MaxPooling2D(2, padding: Padding.Same)));
        Assert.Equal([12, 5, 4], Shape([26, 19, 4], new AveragePooling2D((3, 2), (2, 4))));
        Assert.Equal([3, 4], Shape([7, 4], new MaxPooling1D()));
        Assert.Equal([4, 4], Shape([7, 4], new AveragePooling1D(3, 2, Padding.Same)));
        Assert.Equal([4], Shape([7, 4], new GlobalMaxPooling1D()));
        Assert.Equal([1, 4], Shape([7, 4], new GlobalAveragePooling1D(keepDims: true)));
        Assert.Equal([4], Shape([7, 5, 4], new GlobalAveragePooling2D()));
        Assert.Equal([1, 1, 4], Shape([7, 5, 4], new GlobalMaxPooling2D(keepDims: true)));

        static IEnumerable<int> Shape(int[] input, LayerSpec layer) => layer.OutputShape([.. input]);
    }

    [Fact]
    public void Strides_are_the_pool_size_by_default()
    {
        Assert.Equal(new MaxPooling2D((2, 3), (2, 3)), new MaxPooling2D((2, 3)));
        Assert.Equal(new AveragePooling1D(3, 3), new AveragePooling1D(3));
        Assert.Equal(new AveragePooling2D(2, 2), new AveragePooling2D());
    }

    [Fact]
    public void Inputs_of_another_rank_and_inputs_smaller_than_a_window_are_refused()
    {
        Assert.Equal(
            "MaxPooling2D needs an input of the shape [height, width, channels], got [784]: put a Reshape layer before it.",
            Assert.Throws<ArgumentException>(() => new MaxPooling2D().OutputShape([784])).Message);
        Assert.Equal(
            "GlobalAveragePooling1D needs an input of the shape [time, features], got [4, 4, 1]: put a Reshape layer before it.",
            Assert.Throws<ArgumentException>(() => new GlobalAveragePooling1D().OutputShape([4, 4, 1])).Message);
        Assert.Equal(
            "AveragePooling2D needs a width of 3 or more, its pool size, got [5, 2, 8].",
            Assert.Throws<ArgumentException>(() => new AveragePooling2D(3).OutputShape([5, 2, 8])).Message);
        Assert.Equal(
            "MaxPooling1D needs a time of 5 or more, its pool size, got [4, 8].",
            Assert.Throws<ArgumentException>(() => new MaxPooling1D(5).OutputShape([4, 8])).Message);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("PoolSize", () => new MaxPooling1D(0));
        Assert.Throws<ArgumentOutOfRangeException>("Strides", () => new AveragePooling1D(2, 0));
        Assert.Throws<ArgumentOutOfRangeException>("PoolSize", () => new AveragePooling2D((2, 0)));
        Assert.Throws<ArgumentOutOfRangeException>("Strides", () => new MaxPooling2D(2, (0, 1)));
        Assert.Throws<ArgumentOutOfRangeException>("Padding", () => new MaxPooling1D(padding: Padding.Causal));
        Assert.Throws<ArgumentOutOfRangeException>("Padding", () => new AveragePooling2D(padding: Padding.Causal));
    }

    [Fact]
    public void Json_and_the_summary_name_the_layers()
    {
        NetworkSpec pictures = new(
            [12, 12, 2],
            [new MaxPooling2D((2, 1), 2, Padding.Same), new AveragePooling2D(2, (1, 2)), new GlobalMaxPooling2D(true), new GlobalAveragePooling2D()]);
        NetworkSpec sequences = new(
            [12, 2], [new MaxPooling1D(2, 1, Padding.Same), new AveragePooling1D(3), new GlobalMaxPooling1D(true), new GlobalAveragePooling1D()]);
        Assert.Equal(pictures, NetworkSpec.FromJson(pictures.ToJson()));
        Assert.Equal(sequences, NetworkSpec.FromJson(sequences.ToJson()));
        Assert.Contains("\"type\": \"maxPooling2D\"", pictures.ToJson(), StringComparison.Ordinal);
        Assert.Contains("max_pooling2d (MaxPooling2D)", pictures.Summary(), StringComparison.Ordinal);
    }

    // Enough values that two threads share the rows.
    [Fact]
    public void Training_gives_the_same_weights_on_any_number_of_threads()
    {
        NetworkSpec spec = new(
            [12, 12, 5],
            [
                new LayerNormalization(), new MaxPooling2D(3, 2, Padding.Same), new LayerNormalization(), new AveragePooling2D(2, 1), new Flatten(),
                new Dense(5, Activation.Softmax),
            ]);
        byte[][] weights = [.. new[] { 1, 2, 3 }.Select(threads =>
        {
            Network network = new(spec, seed: 1);
            network.Fit(Samples.Data(100, 720, 5), new FitOptions { Epochs = 2, BatchSize = 50, Threads = threads });
            return SavedWeights.Of(network);
        })];
        Assert.Equal(weights[0], weights[1]);
        Assert.Equal(weights[0], weights[2]);
    }

    // The outputs for the values 1, 2, 3 and so on.
    private static float[] Outputs(int[] shape, LayerSpec layer)
    {
        Network network = new(new NetworkSpec([.. shape], [layer]));
        float[] values = [.. Enumerable.Range(1, network.Spec.InputSize).Select(value => (float)value)];
        float[] outputs = new float[network.Spec.OutputSize];
        network.Predict(new DenseFeatures(values, values.Length), outputs);
        return outputs;
    }
}
