using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Layers.EmbeddingLayers;

public class PositionalEmbeddingTests
{
    [Fact]
    public void The_table_is_added_to_each_row_up_to_its_length()
    {
        Network network = new(
            new NetworkSpec([2, 2], [new PositionalEmbedding()]), [new NamedTensor("0.weight", [2, 2], [10, 20, 30, 40])]);
        DenseFeatures rows = new(new float[] { 1, 2, 3, 4, 5, 6, 0, 0 }, 4, new[] { 2, 1 }, 2);
        Assert.Equal([[11, 22, 33, 44], [15, 26, 0, 0]], network.Predict(rows));
    }

    // The formula for 4 features: sin t, cos t, sin t/100, cos t/100.
    [Fact]
    public void Sinusoids_are_those_of_the_formula()
    {
        float[] expected = [.. Enumerable.Range(0, 3).SelectMany(t => new[] { Math.Sin(t), Math.Cos(t), Math.Sin(t / 100.0), Math.Cos(t / 100.0) }).Select(value => (float)value)];
        Assert.Equal(expected, PositionalEmbedding.Sinusoids([3, 4]));
        NetworkSpec spec = new([3, 4], [new PositionalEmbedding(sinusoidal: true)]);
        Assert.Empty(spec.Parameters);
        Assert.Equal(expected, new Network(spec).Predict(new float[12]));
    }

    [Fact]
    public void Training_gives_the_same_weights_on_any_number_of_threads()
    {
        NetworkSpec spec = new([30, 70], [new PositionalEmbedding(), new Flatten(), new Dense(5, Activation.Softmax)]);
        byte[][] weights = [.. new[] { 1, 2, 3 }.Select(threads =>
        {
            Network network = new(spec, seed: 1);
            network.Fit(Samples.Separable(60, 2100, 5), new FitOptions { Epochs = 1, BatchSize = 30, Threads = threads });
            return SavedWeights.Of(network);
        })];
        Assert.Equal(weights[0], weights[1]);
        Assert.Equal(weights[0], weights[2]);
    }

    [Fact]
    public void Shapes_without_time_are_refused() => Assert.StartsWith(
        "Layer 0: PositionalEmbedding needs an input of shape [time, features], got [4]",
        Assert.Throws<ArgumentException>(() => new NetworkSpec([4], [new PositionalEmbedding()])).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Json_and_the_summary_name_the_layer()
    {
        NetworkSpec spec = new([4, 6], [new PositionalEmbedding(false, new RandomNormal(), new Regularizer(0.1)), new PositionalEmbedding(true)]);
        Assert.Equal(spec, NetworkSpec.FromJson(spec.ToJson()));
        Assert.Contains("\"type\": \"positionalEmbedding\"", spec.ToJson(), StringComparison.Ordinal);
        Assert.Contains("positional_embedding (PositionalEmbedding)", spec.Summary(), StringComparison.Ordinal);
    }
}
