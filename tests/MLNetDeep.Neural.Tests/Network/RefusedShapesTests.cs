namespace MLNetDeep.Neural.Tests;

/// <summary>
/// Layers that do not fit the shape that they get. The specification is refused when it is made, and the message names the layer, its input shape
/// and what it needs.
/// </summary>
public class RefusedShapesTests
{
    private const string Picture = "[height, width, channels]";
    private const string Sequence = "[time, features]";

    // The shape that the layer gets, the layer, what it needs.
    public static TheoryData<int[], LayerSpec, string> Cases => new()
    {
        { [784], new Conv2D(4, 3), Picture },
        { [28, 28], new Conv2D(4, 3), Picture },
        { [2, 8, 8, 3], new Conv2D(4, 3), Picture },
        { [2, 9, 3], new Conv2D(4, 3), "[3, 3, channels] or larger" },
        { [9, 2, 3], new Conv2D(4, (1, 3)), "[1, 3, channels] or larger" },
        { [9, 4, 3], new Conv2D(4, (1, 3), dilation: 2), "[1, 5, channels] or larger" },
        { [9, 9, 3], new Conv2D(4, 3, groups: 2), "its 2 groups divide" },
        { [9, 9, 4], new Conv2D(6, 3, groups: 3), "its 3 groups divide" },
        { [9999, 9999, 1], new Conv2D(999, 1), "has more than" },
        { [9, 9, 1], new Conv2D(1, 2, padding: Padding.Same, dilation: 1 << 25), "longer than 16777216" },
        { [100], new Conv1D(4, 3), Sequence },
        { [9, 9, 3], new Conv1D(4, 3), Sequence },
        { [2, 8], new Conv1D(4, 3), "[3, features] or longer" },
        { [8, 8], new Conv1D(4, 3, dilation: 4), "[9, features] or longer" },
        { [9, 8], new Conv1D(3, 3, groups: 3), "its 3 groups divide" },
        { [9, 9], new DepthwiseConv2D(3), Picture },
        { [2, 2, 2], new DepthwiseConv2D(3), "[3, 3, channels] or larger" },
        { [3, 3, 50_000], new DepthwiseConv2D(3, depthMultiplier: 50_000), "accepted: up to" },
        { [9], new SeparableConv2D(3, 3), Picture },
        { [9, 2, 2], new SeparableConv2D(3, 3), "[3, 3, channels] or larger" },
        { [5, 4], new MaxPooling2D(), Picture },
        { [1, 9, 3], new MaxPooling2D(), "a height of 2 or more" },
        { [9, 2, 3], new MaxPooling2D(3), "a width of 3 or more" },
        { [9], new AveragePooling2D(), Picture },
        { [4, 1, 8], new AveragePooling2D((2, 5)), "a width of 5 or more" },
        { [5, 4, 3], new MaxPooling1D(), Sequence },
        { [4, 8], new MaxPooling1D(5), "a time of 5 or more" },
        { [4], new AveragePooling1D(), Sequence },
        { [2, 8], new AveragePooling1D(3), "a time of 3 or more" },
        { [5, 4], new GlobalMaxPooling2D(), Picture },
        { [5, 4], new GlobalAveragePooling2D(), Picture },
        { [5, 4, 3], new GlobalMaxPooling1D(), Sequence },
        { [4], new GlobalAveragePooling1D(), Sequence },
        { [4, 4], new SpatialDropout2D(0.5), Picture },
        { [4], new SpatialDropout1D(0.5), Sequence },
        { [12], new Reshape([5, -1]), "as many values as [5, -1]" },
        { [4, 4], new Reshape([4, 5]), "as many values as [4, 5]" },
        { [4, 4], new Permute([2, 1, 3]), "3 dimensions" },
        { [4, 4], new Permute([1]), "1 dimension" },
        { [4, 4], new ZeroPadding2D(), Picture },
        { [4, 4, 1], new ZeroPadding1D(), Sequence },
        { [4, 4, 1], new ZeroPadding2D(1 << 28), "has more than" },
        { [4, 4], new Cropping2D(1), Picture },
        { [4, 4, 1], new Cropping2D(2), "more than it removes" },
        { [4, 9, 1], new Cropping2D(((3, 1), (0, 0))), "more than it removes" },
        { [3, 4], new Cropping1D(2, 2), "more than it removes" },
        { [4], new UpSampling1D(), Sequence },
        { [4, 4], new UpSampling2D(), Picture },
        { [4, 4, 8], new UpSampling2D(1 << 14), "has more than" },
        { [5], new Residual([new Dense(3)]), "add a shortcut" },
        { [8, 8, 2], new Residual([new Conv2D(2, 3)]), "the same shape" },
        { [4, 4, 2], new Residual([new Conv2D(3, 1)], shortcut: [new Conv2D(4, 1)]), "the same shape" },
        { [4, 4, 2], new Residual([new Flatten(), new Conv2D(3, 1)]), $"layers.1: Conv2D needs rows of the shape {Picture}, got [32]" },
        { [4, 4], new Concatenate([[], [new Flatten()]]), "differ in the last dimension only" },
        { [8, 8, 2], new Concatenate([[new MaxPooling2D()], [new Conv2D(3, 3)]]), "differ in the last dimension only" },
        { [8, 8, 2], new Concatenate([[], [new Dense(4), new MaxPooling2D(9)]]), "branches.1.1: MaxPooling2D needs a height of 9 or more" },
        { [8, 3], new Dense(2, Activation.Softmax), "needs flat rows" },
        { [1 << 20], new Dense(1 << 20), "has more than" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_layer_that_does_not_fit_its_input_is_refused(int[] inputShape, LayerSpec layer, string needed)
    {
        // As the second layer, whose number is 1.
        ArgumentException exception = Assert.Throws<ArgumentException>(
            () => new NetworkSpec([.. inputShape], [new ActivationLayer(Activation.Tanh), layer]));
        string message = exception.Message;
        Assert.Equal("layers", exception.ParamName);
        Assert.StartsWith("Layer 1", message, StringComparison.Ordinal);
        Assert.Contains(layer.TypeName, message, StringComparison.Ordinal);
        Assert.Contains($"[{string.Join(", ", inputShape)}]", message, StringComparison.Ordinal);
        Assert.Contains(needed, message, StringComparison.Ordinal);
    }
}
