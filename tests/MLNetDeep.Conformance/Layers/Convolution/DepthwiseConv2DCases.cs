using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

// The gradients are those of Conv2D with as many groups as channels; see Conv2DCases.
public sealed class DepthwiseConv2DCases : LayerCases
{
    private static readonly LayerSpec[] s_end = [new Flatten(), new Dense(3, Activation.Softmax)];

    public override Type Layer => typeof(DepthwiseConv2D);

    public override IEnumerable<LayerCase> Cases =>
    [
        Case("depthwise", [4, 3, 3], new DepthwiseConv2D(2, activation: Activation.Tanh), new DepthwiseConv2D((3, 2))),
        Case("depthwise with a multiplier", [3, 3, 2], new DepthwiseConv2D(2, depthMultiplier: 3, activation: Activation.Tanh), new DepthwiseConv2D(2)),
        LayerCase.Classification("depthwise last", new([2, 3, 3], [new DepthwiseConv2D((2, 3), activation: Activation.Softmax)])),
        Case("depthwise of one channel", [4, 3, 1], new DepthwiseConv2D(2, depthMultiplier: 2, activation: Activation.Tanh)),
        Case(
            "depthwise with strides and same padding",
            [4, 3, 2],
            new DepthwiseConv2D(3, strides: (2, 1), padding: Padding.Same, activation: Activation.Tanh),
            new DepthwiseConv2D((2, 4), padding: Padding.Same, useBias: false)),
        Case("depthwise with dilation", [4, 6, 2], new DepthwiseConv2D(2, dilation: (2, 3), activation: Activation.Tanh), new DepthwiseConv2D(2, dilation: (1, 2))),
        Case(
            "depthwise with a multiplier, strides, dilation and same padding",
            [5, 4, 3],
            new DepthwiseConv2D((2, 3), (2, 1), Padding.Same, 2, (1, 2), Activation.Tanh),
            new DepthwiseConv2D(2, (1, 3), Padding.Same, 2)),
        Case("depthwise of many channels", [2, 3, 1], new Conv2D(19, 1), new DepthwiseConv2D(2, padding: Padding.Same, activation: Activation.Tanh), new Conv2D(2, 2)),
        Case(
            "depthwise with penalty and norm limit",
            [3, 3, 2],
            new DepthwiseConv2D(2, activation: Activation.Tanh, depthwiseRegularizer: new(0.01, 0.02), depthwiseMaxNorm: 0.5, biasRegularizer: new(0.03, 0.04))),
    ];

    private static LayerCase Case(string name, int[] inputShape, params LayerSpec[] layers) =>
        LayerCase.Classification(name, new([.. inputShape], [.. layers, .. s_end]));
}
