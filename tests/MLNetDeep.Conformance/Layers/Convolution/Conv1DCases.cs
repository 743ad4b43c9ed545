using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

// The gradients are those of Conv2D with a height of 1; see Conv2DCases.
public sealed class Conv1DCases : LayerCases
{
    private static readonly LayerSpec[] s_end = [new Flatten(), new Dense(3, Activation.Softmax)];

    public override Type Layer => typeof(Conv1D);

    public override IEnumerable<LayerCase> Cases =>
    [
        Case("conv1d", [6, 2], new Conv1D(3, 3, activation: Activation.Tanh), new Conv1D(2, 2)),
        LayerCase.Classification("conv1d last", new([5, 2], [new Conv1D(4, 2, activation: Activation.Tanh), new Conv1D(3, 4, activation: Activation.Softmax)])),
        Case("conv1d with same padding", [6, 2], new Conv1D(3, 4, padding: Padding.Same, activation: Activation.Tanh), new Conv1D(2, 3, strides: 2, padding: Padding.Same)),
        Case("conv1d with causal padding", [6, 2], new Conv1D(3, 3, padding: Padding.Causal, activation: Activation.Tanh), new Conv1D(2, 2, 2, Padding.Causal, dilation: 2)),
        Case("conv1d with strides and dilation", [8, 2], new Conv1D(3, 2, strides: 2, dilation: 2, activation: Activation.Tanh), new Conv1D(2, 2, strides: 2)),
        Case("conv1d with groups", [5, 4], new Conv1D(6, 2, groups: 2, activation: Activation.Tanh), new Conv1D(3, 2, groups: 3, useBias: false)),
        Case(
            "conv1d with groups, strides, dilation and same padding",
            [7, 4],
            new Conv1D(6, 3, 2, Padding.Same, 2, 2, Activation.Tanh),
            new Conv1D(3, 2, padding: Padding.Causal, dilation: 2, groups: 3)),
        Case("conv1d with maximum pooling", [8, 2], new Conv1D(4, 2, activation: Activation.Tanh), new MaxPooling1D(3)),
        Case(
            "conv1d with penalty and norm limit",
            [4, 3],
            new Conv1D(3, 2, activation: Activation.Tanh, kernelRegularizer: new(0.01, 0.02), kernelMaxNorm: 0.7, biasRegularizer: new(0.03, 0.04))),
        Sequences("conv1d of lengths", new Conv1D(3, 2, activation: Activation.Tanh), new Conv1D(2, 2)),
        Sequences("conv1d of lengths with same padding", new Conv1D(3, 4, padding: Padding.Same, activation: Activation.Tanh), new Conv1D(2, 3, 2, Padding.Same)),
        Sequences("conv1d of lengths with causal padding", new Conv1D(3, 2, padding: Padding.Causal, activation: Activation.Tanh), new Conv1D(2, 2, 2, Padding.Causal)),
        Sequences("conv1d of lengths with strides", new Conv1D(3, 3, strides: 2, activation: Activation.Tanh), new Conv1D(2, 1)),
    ];

    private static LayerCase Sequences(string name, params LayerSpec[] layers) => LayerCase.Sequences(name, new([5, 2], [.. layers, .. s_end]));

    private static LayerCase Case(string name, int[] inputShape, params LayerSpec[] layers) =>
        LayerCase.Classification(name, new([.. inputShape], [.. layers, .. s_end]));
}
