namespace MLNetDeep.Neural.Tests.Layers.Convolution;

/// <summary>Options, shapes, parameters, JSON and summaries of the convolutions. Their numbers are in the conformance suite.</summary>
public class ConvolutionSpecTests
{
    [Fact]
    public void Defaults_are_those_of_Keras()
    {
        Conv2D conv = new(32, 3);
        Assert.Equal((new Size2D(3, 3), new Size2D(1, 1), new Size2D(1, 1)), (conv.KernelSize, conv.Strides, conv.Dilation));
        Assert.Equal((Padding.Valid, 1, Activation.Linear, true), (conv.Padding, conv.Groups, conv.Activation, conv.UseBias));
        Assert.Equal((Initializer.GlorotUniform, Initializer.Zeros), (conv.KernelInitializer, conv.BiasInitializer));
        Assert.Equal((null, null), (conv.KernelRegularizer, conv.KernelMaxNorm));
        Conv1D sequence = new(32, 3);
        Assert.Equal((3, 1, 1, 1, Padding.Valid), (sequence.KernelSize, sequence.Strides, sequence.Dilation, sequence.Groups, sequence.Padding));
        DepthwiseConv2D depthwise = new(3);
        Assert.Equal((1, new Size2D(1, 1), Padding.Valid, true), (depthwise.DepthMultiplier, depthwise.Strides, depthwise.Padding, depthwise.UseBias));
    }

    // Keras: Conv2D(8, (3, 5), strides=(1, 2), padding="same", groups=2) after (10, 9, 4) has the shape (10, 5, 8), a kernel of 3·5·2·8 = 240
    // numbers and a bias of 8; fan in 2·15, fan out 8·15. Its SAME padding is 1 before and after the height, 2 before and after the width.
    [Fact]
    public void Shapes_and_parameters_of_pictures()
    {
        Conv2D layer = new(8, (3, 5), strides: (1, 2), padding: Padding.Same, groups: 2, kernelRegularizer: new(l2: 0.1), kernelMaxNorm: 2);
        NetworkSpec spec = new([10, 9, 4], [layer]);
        Assert.Equal([10, 5, 8], spec.LayerShapes[0]);
        Assert.Equal([("0.weight", "8, 2, 3, 5", 30, 120), ("0.bias", "8", 30, 120)], Parameters(spec));
        Assert.Equal((new Regularizer(l2: 0.1), 2.0), (spec.Parameters[0].Regularizer, spec.Parameters[0].MaxNorm));
        Assert.Null(spec.Parameters[1].Regularizer);
        ConvolutionShape shape = layer.ShapeOf([10, 9, 4]);
        Assert.Equal((1, 1, 2, 2), (shape.Height.Before, shape.Height.After, shape.Width.Before, shape.Width.After));
        Assert.Equal((2, 4, 30, 50, 360, 400), (shape.GroupInputs, shape.GroupOutputs, shape.FilterSize, shape.OutputPositions, shape.InputSize, shape.OutputSize));
        Assert.Equal(12_000, shape.Products);
    }

    [Fact]
    public void Shapes_and_parameters_of_sequences()
    {
        NetworkSpec spec = new([10, 6], [new Conv1D(4, 3, strides: 2, padding: Padding.Causal, groups: 2, useBias: false)]);
        Assert.Equal([5, 4], spec.LayerShapes[0]);
        Assert.Equal([("0.weight", "4, 3, 3", 9, 12)], Parameters(spec));
    }

    // Keras: DepthwiseConv2D((3, 2), depth_multiplier=4) after (5, 5, 3) has the shape (3, 4, 12) and a kernel of 3·2·3·4 = 72 numbers. It takes
    // the fans from the kernel's shape (3, 2, 3, 4): fan in 3·6, fan out 4·6.
    [Fact]
    public void Shapes_and_parameters_of_channels()
    {
        NetworkSpec spec = new([5, 5, 3], [new DepthwiseConv2D((3, 2), depthMultiplier: 4)]);
        Assert.Equal([3, 4, 12], spec.LayerShapes[0]);
        Assert.Equal([("0.weight", "12, 1, 3, 2", 18, 24), ("0.bias", "12", 18, 24)], Parameters(spec));
    }

    // Keras: SeparableConv2D(8, (3, 2), depth_multiplier=4) after (5, 5, 3) has 3·2·3·4 = 72 and 12·8 = 96 numbers and a bias of 8.
    [Fact]
    public void Shapes_and_parameters_of_separable_convolutions()
    {
        SeparableConv2D layer = new(
            8, (3, 2), depthMultiplier: 4, depthwiseRegularizer: new(0.1), pointwiseRegularizer: new(0.2), depthwiseMaxNorm: 2, pointwiseMaxNorm: 3);
        NetworkSpec spec = new([5, 5, 3], [layer]);
        Assert.Equal([3, 4, 8], spec.LayerShapes[0]);
        Assert.Equal(
            [("0.depthwise.weight", "12, 1, 3, 2", 18, 24), ("0.pointwise.weight", "8, 12, 1, 1", 12, 8), ("0.pointwise.bias", "8", 12, 8)],
            Parameters(spec));
        Assert.Equal([new Regularizer(0.1), new Regularizer(0.2), null], spec.Parameters.Select(parameter => parameter.Regularizer));
        Assert.Equal([2.0, 3.0, null], spec.Parameters.Select(parameter => parameter.MaxNorm));
        Assert.Equal(2, new NetworkSpec([5, 5, 3], [new SeparableConv2D(8, 3, useBias: false)]).Parameters.Length);
    }

    [Fact]
    public void A_bias_may_have_a_penalty()
    {
        Regularizer penalty = new(0.1);
        LayerSpec[] layers =
        [
            new Conv2D(2, 1, biasRegularizer: penalty), new DepthwiseConv2D(1, biasRegularizer: penalty), new SeparableConv2D(2, 1, biasRegularizer: penalty),
        ];
        Assert.All(layers, layer => Assert.Equal(penalty, layer.Parameters([2, 2, 2])[^1].Regularizer));
        Assert.Equal([null, penalty], new Conv1D(2, 1, biasRegularizer: penalty).Parameters([2, 2]).Select(parameter => parameter.Regularizer));
        Assert.Equal([null, penalty], new Dense(2, biasRegularizer: penalty).Parameters([2]).Select(parameter => parameter.Regularizer));
        Assert.All(layers, layer => Assert.Equal(new NetworkSpec([2, 2, 2], [layer]), NetworkSpec.FromJson(new NetworkSpec([2, 2, 2], [layer]).ToJson())));
        Assert.All(layers, layer => Assert.Equal(layer, layer.WithoutActivation()));
    }

    public static TheoryData<Func<LayerSpec>, string> RefusedOptions => new()
    {
        { () => new Conv2D(0, 3), "Filters is 0; accepted: 1 or more." },
        { () => new Conv2D(4, (3, 0)), "KernelSize is (3, 0); accepted: 1 or more in each dimension." },
        { () => new Conv2D(4, 3, strides: 0), "Strides is (0, 0); accepted: 1 or more in each dimension." },
        { () => new Conv2D(4, 3, dilation: -1), "Dilation is (-1, -1); accepted: 1 or more in each dimension." },
        { () => new Conv2D(4, 3, padding: Padding.Causal), "Padding is Causal; accepted: Valid or Same." },
        { () => new Conv2D(4, 3, padding: (Padding)9), "Padding is 9; accepted: Valid or Same." },
        { () => new Conv2D(4, 3, groups: 0), "Groups is 0; accepted: 1 or more." },
        { () => new Conv2D(4, 3, groups: 3), "Filters is 4; accepted: a multiple of Groups, 3." },
        { () => new Conv2D(4, 3, kernelMaxNorm: 0), "KernelMaxNorm is 0; accepted: above 0, finite, or null." },
        { () => new Conv1D(-1, 3), "Filters is -1; accepted: 1 or more." },
        { () => new Conv1D(4, 0), "KernelSize is 0; accepted: 1 or more." },
        { () => new Conv1D(4, 3, strides: 0), "Strides is 0; accepted: 1 or more." },
        { () => new Conv1D(4, 3, dilation: 0), "Dilation is 0; accepted: 1 or more." },
        { () => new Conv1D(4, 3, padding: (Padding)9), "Padding is 9; accepted: one of Valid, Same, Causal." },
        { () => new Conv1D(4, 3, groups: 8), "Filters is 4; accepted: a multiple of Groups, 8." },
        { () => new DepthwiseConv2D(0), "KernelSize is (0, 0); accepted: 1 or more in each dimension." },
        { () => new DepthwiseConv2D(3, depthMultiplier: 0), "DepthMultiplier is 0; accepted: 1 or more." },
        { () => new DepthwiseConv2D(3, padding: Padding.Causal), "Padding is Causal; accepted: Valid or Same." },
        { () => new SeparableConv2D(0, 3), "Filters is 0; accepted: 1 or more." },
        { () => new SeparableConv2D(4, (0, 3)), "KernelSize is (0, 3); accepted: 1 or more in each dimension." },
        { () => new SeparableConv2D(4, 3, strides: (1, 0)), "Strides is (1, 0); accepted: 1 or more in each dimension." },
        { () => new SeparableConv2D(4, 3, padding: Padding.Causal), "Padding is Causal; accepted: Valid or Same." },
        { () => new SeparableConv2D(4, 3, dilation: 0), "Dilation is (0, 0); accepted: 1 or more in each dimension." },
        { () => new SeparableConv2D(4, 3, depthMultiplier: 0), "DepthMultiplier is 0; accepted: 1 or more." },
        { () => new SeparableConv2D(4, 3, pointwiseMaxNorm: -1), "PointwiseMaxNorm is -1; accepted: above 0, finite, or null." },
        { () => new DepthwiseConv2D(3, depthwiseMaxNorm: double.NaN), "DepthwiseMaxNorm is NaN; accepted: above 0, finite, or null." },
    };

    [Theory]
    [MemberData(nameof(RefusedOptions))]
    public void Options_out_of_range_are_refused(Func<LayerSpec> create, string message) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(create).Message, StringComparison.Ordinal);

    public static TheoryData<int[], LayerSpec, string> RefusedShapes => new()
    {
        { [784], new Conv2D(4, 3), "Layer 0: Conv2D needs rows of the shape [height, width, channels], got [784]." },
        { [28, 28], new Conv2D(4, 3), "Layer 0: Conv2D needs rows of the shape [height, width, channels], got [28, 28]." },
        { [4, 9, 1], new Conv2D(4, (3, 5), dilation: (2, 1)), "Layer 0: Conv2D needs an input of [5, 5, channels] or larger for one window, got [4, 9, 1]." },
        { [9, 9, 3], new Conv2D(4, 3, groups: 2), "Layer 0: Conv2D needs a number of channels, the last dimension, that its 2 groups divide without a remainder, got [9, 9, 3]." },
        { [100], new Conv1D(4, 3), "Layer 0: Conv1D needs rows of the shape [time, features], got [100]." },
        { [2, 8], new Conv1D(4, 3), "Layer 0: Conv1D needs an input of [3, features] or longer for one window, got [2, 8]." },
        { [9, 8], new Conv1D(3, 3, groups: 3), "Layer 0: Conv1D needs a number of channels, the last dimension, that its 3 groups divide without a remainder, got [9, 8]." },
        { [9, 9], new DepthwiseConv2D(3), "Layer 0: DepthwiseConv2D needs rows of the shape [height, width, channels], got [9, 9]." },
        { [2, 2, 2], new DepthwiseConv2D(3), "Layer 0: DepthwiseConv2D needs an input of [3, 3, channels] or larger for one window, got [2, 2, 2]." },
        { [9], new SeparableConv2D(3, 3), "Layer 0: SeparableConv2D needs rows of the shape [height, width, channels], got [9]." },
        { [9, 2, 2], new SeparableConv2D(3, 3), "Layer 0: SeparableConv2D needs an input of [3, 3, channels] or larger for one window, got [9, 2, 2]." },
        { [9, 9, 50_000], new DepthwiseConv2D(3, depthMultiplier: 50_000), "Layer 0: DepthwiseConv2D would have 2500000000 filters for an input of [9, 9, 50000]; accepted: up to" },
        { [9999, 9999, 1], new Conv2D(999, 1), "Layer 0: The output of Conv2D for an input of [9999, 9999, 1], [9999, 9999, 999] has more than" },
        { [9, 9, 1], new Conv2D(1, 3, padding: Padding.Same, dilation: 1 << 24), "Layer 0 (Conv2D, input [9, 9, 1]): A kernel of 3 values at a dilation of 16777216 is longer than" },
    };

    [Theory]
    [MemberData(nameof(RefusedShapes))]
    public void Shapes_that_do_not_fit_are_refused(int[] inputShape, LayerSpec layer, string message) =>
        Assert.StartsWith(
            message, Assert.Throws<ArgumentException>(() => new NetworkSpec([.. inputShape], [layer])).Message, StringComparison.Ordinal);

    [Fact]
    public void Json_keeps_all_options()
    {
        NetworkSpec spec = new(
            [9, 8, 4],
            [
                new Conv2D(
                    6, (3, 2), (2, 1), Padding.Same, (1, 2), 2, Activation.Relu, false, Initializer.HeNormal, Initializer.Ones, new(0.1, 0.2), 3),
                new Conv2D(6, 1),
                new DepthwiseConv2D(
                    (2, 3), 1, Padding.Same, 2, (2, 1), Activation.Tanh, false, Initializer.HeUniform, Initializer.Ones, new(0.1), 2),
                new SeparableConv2D(
                    3, (2, 3), (1, 2), Padding.Same, (2, 1), 2, Activation.Tanh, false, Initializer.HeUniform, Initializer.HeNormal, Initializer.Ones,
                    new(0.1), new(0.2), 2, 3),
                new SeparableConv2D(2, 1) { Trainable = false },
            ]);
        Assert.Equal(spec, NetworkSpec.FromJson(spec.ToJson()));
        NetworkSpec sequences = new(
            [9, 4],
            [new Conv1D(6, 3, 2, Padding.Causal, 2, 2, Activation.Relu, false, Initializer.HeNormal, Initializer.Ones, new(0.1), 3), new Conv1D(2, 1)]);
        Assert.Equal(sequences, NetworkSpec.FromJson(sequences.ToJson()));
        string text = new NetworkSpec([9, 8, 4], [new Conv2D(6, (3, 2), padding: Padding.Same)]).ToJson().ReplaceLineEndings(" ").Replace(" ", "", StringComparison.Ordinal);
        Assert.Contains("\"type\":\"conv2D\",\"filters\":6,\"kernelSize\":{\"height\":3,\"width\":2}", text, StringComparison.Ordinal);
        Assert.Contains("\"padding\":\"same\"", text, StringComparison.Ordinal);
    }

    // Keras's summary of these layers: the names, and 3·3·1·32 + 32 = 320, 3·1·32·2 + 64 = 256 and 1·2·64·8 + 8 = 1032 numbers.
    [Fact]
    public void The_summary_has_the_names_of_Keras()
    {
        string[] lines = new NetworkSpec([9, 9, 1], [new Conv2D(32, 3), new DepthwiseConv2D((3, 1), depthMultiplier: 2), new Conv2D(8, (1, 2))]).Summary().Split('\n');
        Assert.Equal("conv2d (Conv2D)                    (None, 7, 7, 32)          320", lines[3]);
        Assert.Equal("depthwise_conv2d (DepthwiseConv2D) (None, 5, 7, 64)          256", lines[4]);
        Assert.Equal("conv2d_1 (Conv2D)                  (None, 5, 6, 8)           1032", lines[5]);
        string separable = new NetworkSpec([9, 9, 1], [new SeparableConv2D(2, 3)]).Summary();
        Assert.Contains("separable_conv2d (SeparableConv2D) (None, 7, 7, 2)           13", separable, StringComparison.Ordinal);
        Assert.Contains("conv1d (Conv1D) ", new NetworkSpec([9, 1], [new Conv1D(2, 3)]).Summary(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_without_its_activation_keeps_its_other_options()
    {
        Conv2D conv = new(4, (3, 2), (2, 1), Padding.Same, (1, 2), 2, Activation.Relu, false, kernelMaxNorm: 2);
        Assert.Equal(new Conv2D(4, (3, 2), (2, 1), Padding.Same, (1, 2), 2, null, false, kernelMaxNorm: 2), conv.WithoutActivation());
        Assert.Equal(new Conv1D(4, 3, 2, Padding.Causal), new Conv1D(4, 3, 2, Padding.Causal, activation: Activation.Tanh).WithoutActivation());
        Assert.Equal(new DepthwiseConv2D(3, 2, depthMultiplier: 3), new DepthwiseConv2D(3, 2, depthMultiplier: 3, activation: Activation.Tanh).WithoutActivation());
        Assert.Equal(new SeparableConv2D(3, 2, depthMultiplier: 3), new SeparableConv2D(3, 2, depthMultiplier: 3, activation: Activation.Tanh).WithoutActivation());
        Assert.False(new Conv1D(4, 3, activation: Activation.Tanh) { Trainable = false }.WithoutActivation().Trainable);
        Conv2D linear = new(4, 3);
        Assert.Same(linear, linear.WithoutActivation());
    }

    [Fact]
    public void Softmax_is_for_the_last_layer()
    {
        Assert.Contains("Layer 0 has the activation Softmax", Assert.Throws<ArgumentException>(
            () => new NetworkSpec([3, 3, 1], [new Conv2D(2, 3, activation: Activation.Softmax), new Flatten()])).Message, StringComparison.Ordinal);
        Assert.Equal(Activation.Softmax, new NetworkSpec([3, 3, 1], [new Conv2D(2, 3, activation: Activation.Softmax)]).OutputActivation);
    }

    private static IEnumerable<(string, string, int, int)> Parameters(NetworkSpec spec) =>
        spec.Parameters.Select(parameter => (parameter.Name, string.Join(", ", parameter.Shape), parameter.FanIn, parameter.FanOut));
}
