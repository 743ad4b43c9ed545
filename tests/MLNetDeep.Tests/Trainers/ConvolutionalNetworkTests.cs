using System.Collections.Immutable;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;

namespace MLNetDeep.Tests.Trainers;

/// <summary>The trainer ConvolutionalNetwork: its layers, shapes and options, for all three tasks.</summary>
public class ConvolutionalNetworkTests
{
    private const int Side = 6;

    private static readonly ConvolutionalNetworkOptions s_small = new() { Filters = [4], DenseUnits = [8], Seed = 1, Epochs = 30, Optimizer = new Adam(0.01) };

    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void The_default_network_has_two_blocks_and_a_dense_layer()
    {
        NetworkSpec spec = _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(epochs: 1).Fit(Pictures()).Model.Spec;
        Assert.Equal(
            new NetworkSpec(
                [Side, Side, 1],
                [
                    new Conv2D(32, 3, padding: Padding.Same, activation: Activation.Relu), new MaxPooling2D(2),
                    new Conv2D(64, 3, padding: Padding.Same, activation: Activation.Relu), new MaxPooling2D(2),
                    new Flatten(), new Dense(128, Activation.Relu), new Dense(2, Activation.Softmax),
                ]),
            spec);
    }

    [Fact]
    public void Options_give_the_layers()
    {
        Regularizer l2 = new(l2: 0.001);
        ConvolutionalNetworkOptions options = new()
        {
            Filters = [3, 5], KernelSize = (3, 2), Padding = Padding.Valid, PoolSize = 1, BatchNormalization = true, DenseUnits = [7, 6],
            Activation = Activation.Tanh, DropoutRate = 0.25, KernelRegularizer = l2,
        };
        Assert.Equal<LayerSpec>(
            [
                new Conv2D(3, (3, 2), useBias: false, kernelRegularizer: l2), new BatchNormalization(), new ActivationLayer(Activation.Tanh),
                new Conv2D(5, (3, 2), useBias: false, kernelRegularizer: l2), new BatchNormalization(), new ActivationLayer(Activation.Tanh),
                new Flatten(),
                new Dropout(0.25), new Dense(7, Activation.Tanh, kernelRegularizer: l2),
                new Dropout(0.25), new Dense(6, Activation.Tanh, kernelRegularizer: l2),
                new Dropout(0.25), new Dense(1, kernelRegularizer: l2),
            ],
            options.CreateLayers(1, Activation.Linear));
    }

    [Fact]
    public void Every_option_of_the_trainer_is_among_those() => Assert.Equal(
        ["Activation", "BatchNormalization", "DenseUnits", "DropoutRate", "Filters", "InputShape", "KernelRegularizer", "KernelSize", "Padding", "PoolSize"],
        typeof(ConvolutionalNetworkOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(property => property.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void It_learns_each_task()
    {
        IDataView data = Pictures();
        Assert.Equal(
            1, _ml.MulticlassClassification.Evaluate(_ml.MulticlassClassification.Trainers.ConvolutionalNetwork(s_small).Fit(data).Transform(data)).MicroAccuracy);
        BinaryClassificationMetrics binary = _ml.BinaryClassification.Evaluate(
            _ml.BinaryClassification.Trainers.ConvolutionalNetwork(s_small with { LabelColumnName = "IsLeft" }).Fit(data).Transform(data), "IsLeft");
        Assert.Equal(1, binary.Accuracy);
        RegressionMetrics regression = _ml.Regression.Evaluate(
            _ml.Regression.Trainers.ConvolutionalNetwork(s_small with { LabelColumnName = "Place" }).Fit(data).Transform(data), "Place");
        Assert.True(regression.RSquared > 0.95, $"{regression.RSquared}");
    }

    // A flat column needs the shape; with it, the network is that of the column with dimensions, bit for bit.
    [Fact]
    public void A_flat_column_needs_the_shape()
    {
        IDataView data = Pictures();
        ConvolutionalNetworkOptions flat = s_small with { FeatureColumnName = "Flat", Epochs = 2 };
        string message = Refuse(flat);
        Assert.Contains("There is no network for the 36 features of column 'Flat'", message, StringComparison.Ordinal);
        const string Cause = "got [36]. The type of the column does not say the shape of a row, since it has one dimension: ";
        Assert.Contains($"{Cause}set InputShape to its height, width and channels.", message, StringComparison.Ordinal);
        Assert.Contains(
            $"{Cause}pass a NetworkSpec, such as new NetworkSpec([28, 28, 1], layers).",
            Assert.Throws<InvalidOperationException>(() => _ml.MulticlassClassification.Trainers.NeuralNetwork(
                [new Conv2D(2, 3), new Flatten(), new Dense(2, Activation.Softmax)], new() { FeatureColumnName = "Flat" }).Fit(data)).Message,
            StringComparison.Ordinal);
        Assert.Contains("InputShape has 30 values (5 x 6 x 1), but there are 36 features.", Refuse(flat with { InputShape = [5, 6, 1] }), StringComparison.Ordinal);
        Assert.Equal(Weights(s_small with { Epochs = 2 }), Weights(flat with { InputShape = [Side, Side, 1] }));
        Assert.Contains(
            "InputShape has 2 numbers; accepted: height, width and channels.",
            Assert.Throws<ArgumentException>(() => _ml.Regression.Trainers.ConvolutionalNetwork(s_small with { InputShape = [6, 6] })).Message,
            StringComparison.Ordinal);

        string Refuse(ConvolutionalNetworkOptions options) =>
            Assert.Throws<InvalidOperationException>(() => _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(options).Fit(data)).Message;

        IEnumerable<float> Weights(ConvolutionalNetworkOptions options) =>
            _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(options).Fit(data).Model.GetWeights().SelectMany(tensor => tensor.Values);
    }

    [Fact]
    public void Pictures_that_the_blocks_make_too_small_are_refused()
    {
        string message = Assert.Throws<InvalidOperationException>(
            () => _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(s_small with { Filters = [2, 2, 2, 2] }).Fit(Pictures())).Message;
        Assert.Contains("There is no network for the 36 features of column 'Features'", message, StringComparison.Ordinal);
        Assert.Contains("Layer ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_options_are_refused()
    {
        Check("Filters is empty", () => new() { Filters = [] });
        Check("Filters is 0", () => new() { Filters = [3, 0] });
        Check("Filters", () => new() { Filters = default(ImmutableArray<int>) });
        Check("DenseUnits is -1", () => new() { DenseUnits = [-1] });
        Check("InputShape is 0", () => new() { InputShape = [3, 0, 1] });
        Check("KernelSize", () => new() { KernelSize = 0 });
        Check("PoolSize", () => new() { PoolSize = (2, 0) });
        Check("Padding is Causal", () => new() { Padding = Padding.Causal });
        Check("DropoutRate is 1", () => new() { DropoutRate = 1 });
        Check("Activation", () => new() { Activation = null! });

        static void Check(string problem, Func<ConvolutionalNetworkOptions> create) =>
            Assert.Contains(problem, Assert.ThrowsAny<ArgumentException>(create).Message, StringComparison.Ordinal);
    }

    // A bright spot of 2 x 2 pixels, in the left or the right half.
    private IDataView Pictures() => _ml.Transforms.Conversion.MapValueToKey("Label").Fit(Rows()).Transform(Rows());

    private IDataView Rows() => _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 50).Select(i =>
    {
        int row = i / 5 % 5, column = i % 5;
        byte[] pixels = new byte[Side * Side];
        foreach (int place in (int[])[0, 1, Side, Side + 1])
        {
            pixels[(row * Side) + column + place] = (byte)(200 + (i % 3));
        }

        return new Picture { Features = pixels, Flat = pixels, Label = column < 2 ? "left" : "right", IsLeft = column < 2, Place = column };
    }).ToArray());

    private sealed class Picture
    {
        [VectorType(Side, Side)]
        public byte[] Features { get; set; } = [];

        [VectorType(Side * Side)]
        public byte[] Flat { get; set; } = [];

        public string Label { get; set; } = "";

        public bool IsLeft { get; set; }

        public float Place { get; set; }
    }
}
