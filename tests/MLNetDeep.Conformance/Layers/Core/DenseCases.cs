using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

// dL/dW = Σ over rows of g xᵀ, dL/db = Σ g, dL/dx = Wᵀ g, with g = dL/dy. Penalties: l1 sign(w) + 2 l2 w.
public sealed class DenseCases : LayerCases
{
    public override Type Layer => typeof(Dense);

    public override IEnumerable<LayerCase> Cases =>
    [
        LayerCase.Classes("dense alone", new([4], [new Dense(3, Activation.Softmax)])),
        LayerCase.Classes("no bias", new([4], [new Dense(5, Activation.Tanh, useBias: false), new Dense(3, Activation.Softmax, useBias: false)])),
        LayerCase.Classes("L1", new([4], [new Dense(5, Activation.Tanh, kernelRegularizer: new(l1: 0.1)), new Dense(3, Activation.Softmax)])),
        LayerCase.Classes("L2", new([4], [new Dense(5, Activation.Tanh), new Dense(3, Activation.Softmax, kernelRegularizer: new(l2: 0.2))])),
        LayerCase.Classes(
            "L1 and L2",
            new([4], [new Dense(5, Activation.Tanh, kernelRegularizer: new(0.1, 0.2)), new Dense(3, Activation.Softmax, kernelRegularizer: new(0.01))])),
    ];
}
