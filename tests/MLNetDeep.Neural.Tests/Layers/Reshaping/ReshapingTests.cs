using System.Collections.Immutable;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Layers.Reshaping;

public class ReshapingTests
{
    // The picture 1 2 3 / 4 5 6 with one channel, or the sequence (1, 2), (3, 4), (5, 6).
    [Fact]
    public void Values_are_moved_and_repeated()
    {
        Assert.Equal([0, 0, 0, 0, 1, 2, 3, 0, 4, 5, 6, 0], Outputs([2, 3, 1], new ZeroPadding2D(((1, 0), (0, 1)))));
        Assert.Equal([0, 0, 1, 2, 3, 4, 5, 6, 0, 0, 0, 0], Outputs([3, 2], new ZeroPadding1D(1, 2)));
        Assert.Equal([5, 6], Outputs([2, 3, 1], new Cropping2D(((1, 0), (1, 0)))));
        Assert.Equal([3, 4], Outputs([3, 2], new Cropping1D()));
        Assert.Equal([1, 2, 1, 2, 3, 4, 3, 4, 5, 6, 5, 6], Outputs([3, 2], new UpSampling1D()));
        Assert.Equal([1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6], Outputs([2, 3, 1], new UpSampling2D((1, 2))));
        Assert.Equal([1, 3, 5, 2, 4, 6], Outputs([3, 2], new Permute([2, 1])));
        Assert.Equal([1, 2, 3, 4, 5, 6], Outputs([3, 2], new Reshape([2, 3])));
    }

    // The middles of the new pixels are at -1/4, 1/4, 3/4, 5/4 ... of the old ones; beyond 0 and 2 the values are constant.
    [Fact]
    public void Bilinear_values_are_those_of_half_pixel_centres() =>
        Close.All([1, 1.25, 1.75, 2.25, 2.75, 3], Outputs([1, 3, 1], new UpSampling2D((1, 2), Interpolation.Bilinear)), 1e-6, 0);

    [Fact]
    public void Shapes_are_those_of_Keras()
    {
        Assert.Equal([30, 32, 3], Shape([28, 28, 3], new ZeroPadding2D((1, 2))));
        Assert.Equal([7, 8], Shape([5, 8], new ZeroPadding1D()));
        Assert.Equal([28, 26, 3], Shape([32, 32, 3], new Cropping2D(((2, 2), (1, 5)))));
        Assert.Equal([32, 32, 3], Shape([32, 32, 3], new Cropping2D()));
        Assert.Equal([14, 21, 8], Shape([7, 7, 8], new UpSampling2D((2, 3))));
        Assert.Equal([64, 10], Shape([10, 64], new Permute([2, 1])));
        Assert.Equal([28, 28, 1], Shape([784], new Reshape([28, -1, 1])));

        static IEnumerable<int> Shape(int[] input, LayerSpec layer) => layer.OutputShape([.. input]);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        Assert.Equal(
            "Reshape needs an input that has as many values as [5, -1], got [12], which has 12.", Message([12], new Reshape([5, -1])));
        Assert.Equal("Permute needs an input of 3 dimensions, got [4, 4].", Message([4, 4], new Permute([2, 1, 3])));
        Assert.Equal("Cropping2D leaves nothing of an input of the shape [4, 4, 1]: it needs more than it removes along each axis.", Message([4, 4, 1], new Cropping2D(2)));
        Assert.Equal(
            "UpSampling1D needs an input of the shape [time, features], got [4]: put a Reshape layer before it.", Message([4], new UpSampling1D()));
        Assert.Equal(
            "SpatialDropout2D needs an input of the shape [height, width, channels], got [4, 4].", Message([4, 4], new SpatialDropout2D(0.5)));
        Assert.StartsWith("The output of UpSampling1D for an input of [1, 4], [2147483647, 4] has more than", Message([1, 4], new UpSampling1D(int.MaxValue)), StringComparison.Ordinal);

        static string Message(int[] input, LayerSpec layer) => Assert.Throws<ArgumentException>(() => layer.OutputShape([.. input])).Message.Split(" (Param")[0];
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentException>("TargetShape", () => new Reshape([-1, -1]));
        Assert.Throws<ArgumentOutOfRangeException>("TargetShape", () => new Reshape([4, 0]));
        Assert.Throws<ArgumentException>("TargetShape", () => new Reshape([]));
        Assert.Throws<ArgumentException>("Dims", () => new Permute([0, 1]));
        Assert.Throws<ArgumentException>("Dims", () => new Permute([1, 1]));
        Assert.Throws<ArgumentException>("Dims", () => new Permute(default(ImmutableArray<int>)));
        Assert.Throws<ArgumentOutOfRangeException>("Left", () => new ZeroPadding1D(-1));
        Assert.Throws<ArgumentOutOfRangeException>("Right", () => new Cropping1D(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>("Padding", () => new ZeroPadding2D((1, -1)));
        Assert.Throws<ArgumentOutOfRangeException>("Cropping", () => new Cropping2D(-1));
        Assert.Throws<ArgumentOutOfRangeException>("Size", () => new UpSampling1D(0));
        Assert.Throws<ArgumentOutOfRangeException>("Size", () => new UpSampling2D((0, 1)));
        Assert.Throws<ArgumentOutOfRangeException>("Interpolation", () => new UpSampling2D(2, (Interpolation)7));
        Assert.Throws<ArgumentOutOfRangeException>("Rate", () => new SpatialDropout1D(1));
    }

    [Fact]
    public void Json_and_texts_have_all_options()
    {
        NetworkSpec spec = new(
            [4, 6],
            [
                new ZeroPadding1D(1, 2), new Cropping1D(2, 1), new UpSampling1D(3), new SpatialDropout1D(0.25), new Permute([2, 1]), new Reshape([12, 6, -1]),
                new ZeroPadding2D(((0, 1), (2, 3))), new Cropping2D(((1, 0), (2, 3))), new UpSampling2D((1, 2), Interpolation.Bilinear), new SpatialDropout2D(0.5),
            ]);
        Assert.Equal(spec, NetworkSpec.FromJson(spec.ToJson()));
        Assert.Equal("Reshape { TargetShape = [2, -1] }", $"{new Reshape([2, -1])}");
        Assert.Equal("Permute { Dims = [2, 1] }", $"{new Permute([2, 1])}");
        Assert.Equal("ZeroPadding2D { Padding = ((1, 1), (2, 2)) }", $"{new ZeroPadding2D((1, 2))}");
        Assert.Contains("zero_padding2d (ZeroPadding2D)", spec.Summary(), StringComparison.Ordinal);
    }

    [Fact]
    public void Training_gives_the_same_weights_on_any_number_of_threads()
    {
        NetworkSpec spec = new(
            [12, 12, 5],
            [
                new LayerNormalization(), new ZeroPadding2D(1), new UpSampling2D(2, Interpolation.Bilinear), new SpatialDropout2D(0.3), new Permute([2, 3, 1]),
                new Reshape([28, -1]), new SpatialDropout1D(0.3), new Flatten(), new Dense(5, Activation.Softmax),
            ]);
        byte[][] weights = [.. new[] { 1, 2, 3 }.Select(threads =>
        {
            Network network = new(spec, seed: 1);
            network.Fit(Samples.Data(40, 720, 5), new FitOptions { Epochs = 2, BatchSize = 20, Threads = threads });
            return SavedWeights.Of(network);
        })];
        Assert.Equal(weights[0], weights[1]);
        Assert.Equal(weights[0], weights[2]);
    }

    // The outputs for the values 1, 2, 3 and so on.
    private static float[] Outputs(int[] shape, LayerSpec layer)
    {
        Network network = new(new NetworkSpec([.. shape], [layer, new ActivationLayer(Activation.Linear)]));
        float[] values = [.. Enumerable.Range(1, network.Spec.InputSize).Select(value => (float)value)];
        float[] outputs = new float[network.Spec.OutputSize];
        network.Predict(new DenseFeatures(values, values.Length), outputs);
        return outputs;
    }
}
