using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

// Most networks have over 150 weights, which TrajectoryConformance leaves out.
public sealed class SimpleRNNCases : LayerCases
{
    public override Type Layer => typeof(SimpleRNN);

    public override IEnumerable<LayerCase> Cases =>
    [
        LayerCase.Classification("simple recurrent layer", new([3, 2], [new SimpleRNN(3), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification("wide simple recurrent layer", new([2, 1], [new SimpleRNN(65), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification("simple recurrent layer of one step", new([1, 3], [new SimpleRNN(11), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "simple recurrent layer last",
            new(
                [3, 4],
                [
                    new SimpleRNN(11, returnSequences: true),
                    new SimpleRNN(3),
                    new ActivationLayer(Activation.Softmax),
                ])),
        LayerCase.Classification(
            "simple recurrent layer with sequences on simple recurrent layer",
            new(
                [3, 2],
                [
                    new SimpleRNN(11, returnSequences: true),
                    new SimpleRNN(3, returnSequences: true),
                    new Flatten(),
                    new Dense(3, Activation.Softmax),
                ])),
        LayerCase.Classification(
            "simple recurrent layer on wide simple recurrent layer",
            new(
                [2, 2],
                [
                    new SimpleRNN(16, returnSequences: true),
                    new SimpleRNN(3),
                    new Dense(3, Activation.Softmax),
                ])),
        LayerCase.Classification(
            "simple recurrent layer backwards", new([4, 3], [new SimpleRNN(11, goBackwards: true), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "simple recurrent layer backwards on simple recurrent layer",
            new(
                [3, 2],
                [
                    new SimpleRNN(16, returnSequences: true),
                    new SimpleRNN(3, returnSequences: true, goBackwards: true),
                    new Flatten(),
                    new Dense(3, Activation.Softmax),
                ])),
        LayerCase.Classification(
            "simple recurrent layer without biases and with penalties",
            new(
                [3, 2],
                [
                    new SimpleRNN(13, useBias: false, kernelRegularizer: new(0.01, 0.02), recurrentRegularizer: new(0.03, 0.01)),
                    new Dense(3, Activation.Softmax),
                ])),
        LayerCase.Classification(
            "simple recurrent layer with norm limits and penalties",
            new(
                [3, 2],
                [
                    new SimpleRNN(
                        4,
                        kernelRegularizer: new(0.01, 0.02),
                        returnSequences: true,
                        kernelMaxNorm: 0.6,
                        recurrentMaxNorm: 0.5,
                        biasRegularizer: new(0.02, 0.03)),
                    new Flatten(),
                    new Dense(3, Activation.Softmax),
                ])),
        LayerCase.Classification(
            "frozen simple recurrent layer",
            new(
                [3, 2],
                [
                    new SimpleRNN(12, returnSequences: true),
                    new SimpleRNN(3) { Trainable = false },
                    new Dense(3, Activation.Softmax),
                ])),
        LayerCase.Sequences(
            "simple recurrent layer of rows of different lengths", new([4, 3], [new SimpleRNN(11), new Dense(3, Activation.Softmax)])),
        LayerCase.Sequences(
            "simple recurrent layer backwards of rows of different lengths",
            new(
                [4, 3],
                [
                    new SimpleRNN(11, returnSequences: true),
                    new SimpleRNN(2, returnSequences: true, goBackwards: true),
                    new SimpleRNN(3, goBackwards: true),
                    new Dense(3, Activation.Softmax),
                ])),
        LayerCase.Classification(
            "simple recurrent layer with gelu", new([3, 2], [new SimpleRNN(11, Activation.Gelu), new Dense(3, Activation.Softmax)])),
    ];
}
