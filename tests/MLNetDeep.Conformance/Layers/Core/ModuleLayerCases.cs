using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

// The module 'linear' is y = W x + b: dL/dW = Σ g xᵀ, dL/db = Σ g, dL/dx = Wᵀ g, with sums over the rows of the batch.
public sealed class ModuleLayerCases : LayerCases
{
    public override Type Layer => typeof(ModuleLayer);

    public override IEnumerable<LayerCase> Cases =>
    [
        LayerCase.Classification("module alone", new([4], [Linear(4, 3), new ActivationLayer(Activation.Softmax)])),
        LayerCase.Classification(
            "module between layers", new([4], [new Dense(5, Activation.Tanh), Linear(5, 7), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "two modules", new([4], [Linear(4, 6), new ActivationLayer(Activation.Tanh), Linear(6, 3), new ActivationLayer(Activation.Softmax)])),
    ];

    // Backends in the tests have modules of these names: linear-4-3, and so on.
    private static ModuleLayer Linear(int inputs, int outputs) => new(
        $"linear-{inputs}-{outputs}",
        [inputs],
        [outputs],
        [new ModuleTensor("weight", [outputs, inputs], isTrainable: true), new ModuleTensor("bias", [outputs], isTrainable: true)]);
}
