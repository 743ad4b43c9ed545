using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

// With a = softmax(s), s = q kᵀ/√d and g = dL/d(a v): dL/dv = aᵀ g, dL/da = g vᵀ, dL/ds = a (dL/da - Σ a dL/da), dL/dq = dL/ds k/√d and
// dL/dk = dL/dsᵀ q/√d.
public sealed class MultiHeadAttentionCases : LayerCases
{
    public override Type Layer => typeof(MultiHeadAttention);

    public override IEnumerable<LayerCase> Cases =>
    [
        First("attention", [5, 4], new MultiHeadAttention(2, 2)),
        First("attention with keys of another size", [3, 5], new MultiHeadAttention(1, 3)),
        First("attention over one position", [1, 4], new MultiHeadAttention(2, 2)),
        First("attention over many positions", [19, 2], new MultiHeadAttention(1, 2)),
        First("attention of whole vectors", [3, 16], new MultiHeadAttention(1, 16, useBias: false)),
        First("attention without biases", [4, 3], new MultiHeadAttention(3, 1, useBias: false)),
        First("causal attention", [5, 3], new MultiHeadAttention(2, 2, useCausalMask: true)),
        First("attention with penalties", [3, 3], new MultiHeadAttention(1, 2, kernelRegularizer: new(0.01, 0.02), biasRegularizer: new(0.02, 0.03))),
        First("frozen attention", [3, 4], new MultiHeadAttention(2, 2) { Trainable = false }),
        Words("attention of words with lengths", new MultiHeadAttention(2, 2)),
        Words("causal attention of words with lengths", new MultiHeadAttention(2, 2, useCausalMask: true)),
    ];

    private static LayerCase First(string name, int[] shape, MultiHeadAttention layer) =>
        LayerCase.Classification(name, new([.. shape], [layer, new Flatten(), new Dense(3, Activation.Softmax)]));

    private static LayerCase Words(string name, MultiHeadAttention layer) => new(
        name,
        new NetworkSpec([4], [new Embedding(6, 3), layer, new Flatten(), new Dense(3, Activation.Softmax)]),
        TestNumbers.IndexData(6, 4, 6, 3, withLengths: true),
        new CategoricalCrossEntropy());
}
