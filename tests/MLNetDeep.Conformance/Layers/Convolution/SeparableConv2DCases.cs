using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

// The gradients are those of DepthwiseConv2D and Conv2D in sequence; see Conv2DCases.
public sealed class SeparableConv2DCases : LayerCases
{
    private static readonly LayerSpec[] s_end = [new Flatten(), new Dense(3, Activation.Softmax)];

    public override Type Layer => typeof(SeparableConv2D);

    public override IEnumerable<LayerCase> Cases =>
    [
        Case("separable", [4, 3, 2], new SeparableConv2D(3, 2, activation: Activation.Tanh), new SeparableConv2D(2, (3, 2))),
        LayerCase.Classification("separable last", new([2, 3, 2], [new SeparableConv2D(3, (2, 3), activation: Activation.Softmax)])),
        Case(
            "separable with all options",
            [5, 6, 2],
            new SeparableConv2D(3, 3, (2, 1), Padding.Same, (1, 2), depthMultiplier: 2, activation: Activation.Tanh, useBias: false),
            new SeparableConv2D(2, 2, strides: 2, padding: Padding.Same)),
        Case(
            "separable with penalties and norm limits",
            [3, 3, 2],
            new SeparableConv2D(
                3,
                2,
                activation: Activation.Tanh,
                depthwiseRegularizer: new(0.01, 0.02),
                pointwiseRegularizer: new(l2: 0.03),
                depthwiseMaxNorm: 0.6,
                pointwiseMaxNorm: 0.5,
                biasRegularizer: new(0.03, 0.04))),
        Case("separable in a residual", [3, 3, 2], new Residual([new SeparableConv2D(2, 3, padding: Padding.Same)], Activation.Tanh), new SeparableConv2D(2, 2)),
        Case("separable, frozen", [3, 3, 2], new Conv2D(2, 1), new SeparableConv2D(2, 2, activation: Activation.Tanh) { Trainable = false }),
    ];

    private static LayerCase Case(string name, int[] inputShape, params LayerSpec[] layers) =>
        LayerCase.Classification(name, new([.. inputShape], [.. layers, .. s_end]));
}
