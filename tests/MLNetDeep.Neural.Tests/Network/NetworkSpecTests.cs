namespace MLNetDeep.Neural.Tests.Architecture;

public class NetworkSpecTests
{
    private static NetworkSpec TutorialNetwork() =>
        new([28, 28], [new Flatten(), new Dense(128, Activation.Relu), new Dropout(0.2), new Dense(10, Activation.Softmax)]);

    [Fact]
    public void Shapes_and_parameter_counts_are_computed_from_the_layers()
    {
        NetworkSpec spec = TutorialNetwork();
        Assert.Equal(784, spec.InputSize);
        Assert.Equal(10, spec.OutputSize);
        Assert.Equal(101_770, spec.ParameterCount);
        Assert.Equal(["1.weight", "1.bias", "3.weight", "3.bias"], spec.Parameters.Select(parameter => parameter.Name));
        Assert.Equal([128, 784], spec.Parameters[0].Shape);
        Assert.Equal([128], spec.Parameters[1].Shape);
        Assert.Equal(100_352, spec.Parameters[0].Size);
        Assert.Equal(Initializer.GlorotUniform, spec.Parameters[0].Initializer);
        Assert.Equal(Initializer.Zeros, spec.Parameters[1].Initializer);
    }

    [Fact]
    public void Specs_are_compared_by_value()
    {
        Assert.Equal(TutorialNetwork(), TutorialNetwork());
        Assert.Equal(TutorialNetwork().GetHashCode(), TutorialNetwork().GetHashCode());
        Assert.Equal(TutorialNetwork().Parameters[0], TutorialNetwork().Parameters[0]);
        Assert.NotEqual(TutorialNetwork(), new NetworkSpec([784], TutorialNetwork().Layers));
        Assert.NotEqual(TutorialNetwork(), new NetworkSpec([28, 28], TutorialNetwork().Layers.SetItem(2, new Dropout(0.3))));
        Assert.NotEqual(TutorialNetwork(), new NetworkSpec([28, 28], TutorialNetwork().Layers.SetItem(3, new Dense(10, Activation.Softmax, useBias: false))));
        Assert.NotEqual<LayerSpec>(new Dense(3, Activation.Relu), new Dense(3, Activation.Tanh));
    }

    [Fact]
    public void Softmax_is_allowed_only_on_the_last_layer()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(
            () => new NetworkSpec([4], [new Dense(3, Activation.Softmax), new Dense(2)]));
        Assert.StartsWith("Layer 0 has the activation Softmax; accepted: on the last layer only.", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new NetworkSpec([4], [new Dense(3, Activation.Softmax), new Dropout(0.5)]));
    }

    [Fact]
    public void Dense_works_on_the_last_axis()
    {
        NetworkSpec spec = new([2, 28, 5], [new Dropout(0.1), new Dense(3)]);
        Assert.Equal([2, 28, 3], spec.LayerShapes[1]);
        Assert.Equal([3, 5], spec.Parameters[0].Shape);
    }

    [Fact]
    public void Softmax_requires_flat_rows()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new NetworkSpec([28, 28], [new Dense(3, Activation.Softmax)]));
        Assert.StartsWith(
            "Layer 0 (Dense, input [28, 28]): Softmax needs flat rows, but the layer gives [28, 3]: put a Flatten or a pooling layer before it.",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_shapes_and_missing_layers_throw()
    {
        Assert.Contains("InputShape", Assert.Throws<ArgumentException>(() => new NetworkSpec([], [new Dense(1)])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "InputShape is 0; accepted: dimensions of 1 or more",
            Assert.Throws<ArgumentOutOfRangeException>(() => new NetworkSpec([3, 0], [new Flatten()])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new NetworkSpec([1 << 20, 1 << 20], [new Flatten()]));
        Assert.Throws<ArgumentException>(() => new NetworkSpec([1 << 20], [new Dense(1 << 20)]));
        Assert.Throws<ArgumentException>(() => new NetworkSpec(default, [new Flatten()]));
        Assert.Contains("Layers is empty", Assert.Throws<ArgumentException>(() => new NetworkSpec([3], [])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new NetworkSpec([3], [null!]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Units_below_one_throw(int units) =>
        Assert.StartsWith(
            $"Units is {units}; accepted: 1 or more.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Dense(units)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Out_of_range_dropout_rates_throw(double rate) =>
        Assert.Contains(
            "accepted: 0 or more, below 1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(rate)).Message,
            StringComparison.Ordinal);
}
