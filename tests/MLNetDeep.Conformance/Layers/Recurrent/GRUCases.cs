using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

// Most networks have over 150 weights, which TrajectoryConformance leaves out.
public sealed class GRUCases : LayerCases
{
    public override Type Layer => typeof(GRU);

    public override IEnumerable<LayerCase> Cases =>
    [
        LayerCase.Classification("gru", new([3, 2], [new GRU(2), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification("wide gru", new([2, 5], [new GRU(17), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification("gru of one step", new([1, 3], [new GRU(6), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "gru last", new([3, 4], [new GRU(7, returnSequences: true), new GRU(3), new ActivationLayer(Activation.Softmax)])),
        LayerCase.Classification(
            "gru with sequences on gru",
            new(
                [3, 2],
                [
                    new GRU(6, returnSequences: true),
                    new GRU(3, returnSequences: true),
                    new Flatten(),
                    new Dense(3, Activation.Softmax),
                ])),
        LayerCase.Classification(
            "gru on wide gru", new([2, 2], [new GRU(16, returnSequences: true), new GRU(3), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification("gru backwards", new([4, 3], [new GRU(6, goBackwards: true), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "gru backwards on gru",
            new(
                [3, 2],
                [
                    new GRU(16, returnSequences: true),
                    new GRU(3, returnSequences: true, goBackwards: true),
                    new Flatten(),
                    new Dense(3, Activation.Softmax),
                ])),
        LayerCase.Classification(
            "gru without biases and with penalties",
            new(
                [3, 2],
                [
                    new GRU(8, useBias: false, kernelRegularizer: new(0.01, 0.02), recurrentRegularizer: new(0.03, 0.01)),
                    new Dense(3, Activation.Softmax),
                ])),
        LayerCase.Classification(
            "gru with norm limits and penalties",
            new(
                [3, 2],
                [
                    new GRU(
                        2,
                        kernelRegularizer: new(0.01, 0.02),
                        returnSequences: true,
                        kernelMaxNorm: 0.6,
                        recurrentMaxNorm: 0.5,
                        biasRegularizer: new(0.02, 0.03)),
                    new Flatten(),
                    new Dense(3, Activation.Softmax),
                ])),
        LayerCase.Classification(
            "frozen gru",
            new(
                [3, 2],
                [
                    new GRU(7, returnSequences: true),
                    new GRU(3) { Trainable = false },
                    new Dense(3, Activation.Softmax),
                ])),
        LayerCase.Sequences("gru of rows of different lengths", new([4, 3], [new GRU(6), new Dense(3, Activation.Softmax)])),
        LayerCase.Sequences(
            "gru backwards of rows of different lengths",
            new(
                [4, 3],
                [
                    new GRU(6, returnSequences: true),
                    new GRU(2, returnSequences: true, goBackwards: true),
                    new GRU(3, goBackwards: true),
                    new Dense(3, Activation.Softmax),
                ])),
        LayerCase.Classification(
            "gru with softplus and tanh",
            new(
                [3, 2],
                [
                    new GRU(6, Activation.Softplus, Activation.Tanh),
                    new Dense(3, Activation.Softmax),
                ])),
    ];
}
