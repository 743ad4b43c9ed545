using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

// Most networks have over 150 weights, which TrajectoryConformance leaves out.
public sealed class BidirectionalCases : LayerCases
{
    public override Type Layer => typeof(Bidirectional);

    public override IEnumerable<LayerCase> Cases =>
    [
        LayerCase.Classification("bidirectional lstm", new([3, 2], [new Bidirectional(new LSTM(2)), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "bidirectional gru with sequences on gru",
            new(
                [2, 3],
                [
                    new GRU(4, returnSequences: true),
                    new Bidirectional(new GRU(3, returnSequences: true)),
                    new Flatten(),
                    new Dense(3, Activation.Softmax),
                ])),
        .. Enum.GetValues<MergeMode>().Select(mode => LayerCase.Classification(
            $"bidirectional simple recurrent layer, {mode}",
            new(
                [3, 2],
                [
                    new Bidirectional(new SimpleRNN(8, returnSequences: true), mode),
                    new Bidirectional(new SimpleRNN(3, returnSequences: true), mode),
                    new Bidirectional(new SimpleRNN(2), mode),
                    new Dense(3, Activation.Softmax),
                ]))),
        .. new[] { MergeMode.Concat, MergeMode.Multiply }.Select(mode => LayerCase.Sequences(
            $"bidirectional lstm of rows of different lengths, {mode}",
            new(
                [4, 3],
                [
                    new Bidirectional(new LSTM(3, returnSequences: true), mode),
                    new Bidirectional(new LSTM(2), mode),
                    new Dense(3, Activation.Softmax),
                ]))),
        LayerCase.Classification(
            "bidirectional layer whose inner layer is frozen",
            new([3, 2], [new Bidirectional(new GRU(4) { Trainable = false }), new Dense(3, Activation.Softmax)])),
    ];
}
