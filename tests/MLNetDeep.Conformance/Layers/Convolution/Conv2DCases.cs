using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

// With g = dL/d(sums): dL/dW[f, c, u, v] = Σ g[i, j, f] x[i·s + u·d - before, j·s + v·d - before, c], dL/db[f] = Σ g[i, j, f], and dL/dx of a
// value is the sum over the windows that cover it of g times the weight that covers it.
public sealed class Conv2DCases : LayerCases
{
    private static readonly LayerSpec[] s_end = [new Flatten(), new Dense(3, Activation.Softmax)];

    public override Type Layer => typeof(Conv2D);

    public override IEnumerable<LayerCase> Cases =>
    [
        Case("conv2d first", [4, 3, 2], new Conv2D(3, (3, 2), activation: Activation.Tanh)),
        Case("conv2d in the middle", [4, 3, 2], new Conv2D(3, 2, activation: Activation.Tanh), new Conv2D(2, (3, 2), activation: Activation.Tanh)),
        LayerCase.Classification("conv2d last", new([3, 4, 2], [new Conv2D(4, 2, activation: Activation.Tanh), new Conv2D(3, (2, 3), activation: Activation.Softmax)])),
        Case("conv2d with same padding", [3, 3, 2], new Conv2D(2, (3, 2), padding: Padding.Same, activation: Activation.Tanh), new Conv2D(2, 4, padding: Padding.Same)),
        Case("conv2d with strides", [5, 4, 2], new Conv2D(3, (2, 1), strides: (2, 1)), new Conv2D(2, 2, strides: (1, 2), activation: Activation.Tanh)),
        Case(
            "conv2d with same padding and strides",
            [5, 6, 2],
            new Conv2D(3, 3, strides: 2, padding: Padding.Same, activation: Activation.Tanh),
            new Conv2D(2, (2, 3), strides: (3, 2), padding: Padding.Same)),
        Case(
            "conv2d with dilation",
            [5, 6, 2],
            new Conv2D(3, 2, dilation: (2, 3), activation: Activation.Tanh),
            new Conv2D(2, (3, 2), strides: (2, 1), padding: Padding.Same, dilation: (1, 2))),
        Case("conv2d of one channel, to a width of 1", [5, 3, 1], new Conv2D(4, (1, 2), strides: (1, 2), activation: Activation.Tanh)),
        Case("conv2d of one channel, same padding to a width of 1", [3, 2, 1], new Conv2D(4, (2, 4), strides: (1, 3), padding: Padding.Same)),
        Case("conv2d with groups", [4, 3, 4], new Conv2D(6, 2, groups: 2, activation: Activation.Tanh), new Conv2D(3, 2, groups: 3)),
        Case(
            "conv2d with groups, strides, dilation and same padding",
            [5, 6, 4],
            new Conv2D(6, (2, 3), (2, 1), Padding.Same, (1, 2), 2, Activation.Tanh),
            new Conv2D(3, 2, (1, 2), Padding.Same, (2, 1), 3)),
        Case("conv2d with strides longer than the kernel", [7, 8, 2], new Conv2D(3, 2, strides: (3, 4)), new Conv2D(2, 1, strides: (2, 1), padding: Padding.Same, activation: Activation.Tanh)),
        Case("conv2d of one pixel", [1, 1, 5], new Conv2D(3, 1, activation: Activation.Tanh), new Conv2D(2, (2, 3), padding: Padding.Same)),
        Case("conv2d without bias", [4, 3, 2], new Conv2D(3, 2, useBias: false, activation: Activation.Tanh), new Conv2D(2, 2, useBias: false)),
        Case("conv2d with kernel 1", [3, 2, 3], new Conv2D(5, 1, activation: Activation.Tanh), new Conv2D(2, 1, strides: 2)),
        Case("conv2d of many channels", [3, 3, 1], new Conv2D(19, 1), new Conv2D(2, 2, activation: Activation.Tanh)),
        Case("conv2d of a kernel larger than the picture", [2, 1, 2], new Conv2D(2, (5, 4), padding: Padding.Same, activation: Activation.Tanh)),
        Case("conv2d of many positions", [6, 7, 1], new Conv2D(2, 3, activation: Activation.Tanh), new Conv2D(1, 3, strides: 2)),
        Case("conv2d, frozen", [3, 3, 2], new Conv2D(2, 1), new Conv2D(2, 2, activation: Activation.Tanh) { Trainable = false }),
        Case(
            "conv2d with maximum pooling",
            [6, 5, 2],
            new Conv2D(3, 2, activation: Activation.Tanh),
            new MaxPooling2D(2),
            new Conv2D(2, (1, 2), padding: Padding.Same, activation: Activation.Sigmoid),
            new MaxPooling2D((2, 1))),
        Case("conv2d of many channels with maximum pooling", [3, 5, 1], new Conv2D(18, 2, activation: Activation.Tanh), new MaxPooling2D((1, 3))),
        Case("conv2d with global maximum pooling", [4, 3, 2], new Conv2D(5, 2, padding: Padding.Same), new GlobalMaxPooling2D()),

        // Enough channels for Winograd's algorithm. The many weights are frozen, since each costs the reference two passes.
        Case("conv2d by tiles", [5, 4, 2], new Conv2D(16, 1, activation: Activation.Tanh), Frozen(new Conv2D(17, 3, activation: Activation.Tanh))),
        Case("conv2d by tiles with same padding", [3, 2, 2], new Conv2D(17, 1, activation: Activation.Tanh), Frozen(new Conv2D(16, 3, padding: Padding.Same))),
        Case(
            "conv2d by tiles with maximum pooling",
            [2, 2, 2],
            new Conv2D(16, 1),
            Frozen(new Conv2D(16, 3, padding: Padding.Same)),
            new MaxPooling2D(2)),
        Case(
            "conv2d with penalty and norm limit",
            [3, 3, 2],
            new Conv2D(3, 2, activation: Activation.Tanh, kernelRegularizer: new(0.01, 0.02), kernelMaxNorm: 0.7, biasRegularizer: new(0.03, 0.04)),
            new Conv2D(2, 2, kernelMaxNorm: 0.5)),
    ];

    private static Conv2D Frozen(Conv2D layer) => layer with { Trainable = false };

    private static LayerCase Case(string name, int[] inputShape, params LayerSpec[] layers) =>
        LayerCase.Classification(name, new([.. inputShape], [.. layers, .. s_end]));
}
