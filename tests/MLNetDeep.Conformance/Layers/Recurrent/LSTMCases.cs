using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

// Most networks have over 150 weights, which TrajectoryConformance leaves out.
public sealed class LSTMCases : LayerCases
{
    public override Type Layer => typeof(LSTM);

    public override IEnumerable<LayerCase> Cases =>
    [
        LayerCase.Classification("lstm", new([3, 2], [new LSTM(2), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification("wide lstm", new([2, 5], [new LSTM(17), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification("lstm of one step", new([1, 3], [new LSTM(5), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "lstm last", new([3, 4], [new LSTM(7, returnSequences: true), new LSTM(3), new ActivationLayer(Activation.Softmax)])),
        LayerCase.Classification(
            "lstm with sequences on lstm",
            new(
                [3, 2],
                [
                    new LSTM(5, returnSequences: true),
                    new LSTM(3, returnSequences: true),
                    new Flatten(),
                    new Dense(3, Activation.Softmax),
                ])),
        LayerCase.Classification(
            "lstm on wide lstm", new([2, 2], [new LSTM(16, returnSequences: true), new LSTM(3), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification("lstm backwards", new([4, 3], [new LSTM(5, goBackwards: true), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "lstm backwards on lstm",
            new(
                [3, 2],
                [
                    new LSTM(16, returnSequences: true),
                    new LSTM(3, returnSequences: true, goBackwards: true),
                    new Flatten(),
                    new Dense(3, Activation.Softmax),
                ])),
        LayerCase.Classification(
            "lstm without biases and with penalties",
            new(
                [3, 2],
                [
                    new LSTM(7, useBias: false, kernelRegularizer: new(0.01, 0.02), recurrentRegularizer: new(0.03, 0.01)),
                    new Dense(3, Activation.Softmax),
                ])),
        LayerCase.Classification(
            "lstm with norm limits and penalties",
            new(
                [3, 2],
                [
                    new LSTM(
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
            "frozen lstm",
            new(
                [3, 2],
                [
                    new LSTM(6, returnSequences: true),
                    new LSTM(3) { Trainable = false },
                    new Dense(3, Activation.Softmax),
                ])),
        LayerCase.Sequences("lstm of rows of different lengths", new([4, 3], [new LSTM(5), new Dense(3, Activation.Softmax)])),
        LayerCase.Sequences(
            "lstm backwards of rows of different lengths",
            new(
                [4, 3],
                [
                    new LSTM(5, returnSequences: true),
                    new LSTM(2, returnSequences: true, goBackwards: true),
                    new LSTM(3, goBackwards: true),
                    new Dense(3, Activation.Softmax),
                ])),
        LayerCase.Classification(
            "lstm with softplus and tanh",
            new(
                [3, 2],
                [
                    new LSTM(5, Activation.Softplus, Activation.Tanh),
                    new Dense(3, Activation.Softmax),
                ])),
        LayerCase.Classification(
            "lstm with gelu and linear gates",
            new(
                [3, 2],
                [
                    new LSTM(5, Activation.Gelu, Activation.Linear),
                    new Dense(3, Activation.Softmax),
                ])),
    ];
}
