using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// Self-attention with several heads over a sequence [time, features]: for each position, a mean of the values of all positions, weighted by
/// how well the position's query matches their keys.
/// </summary>
/// <remarks>
/// <para>For each head, q, k and v are x W + b with weights and biases of their own, each of <see cref="KeyDim"/> values. With
/// a = softmax(q kᵀ / √keyDim), over the keys, the head's output is a v. The outputs of all heads, side by side, pass through a last product
/// with bias, which gives as many features as the input has. Source: Vaswani et al., "Attention is all you need" (2017).</para>
/// <para>Keys beyond a row's length have the weight 0. Names and defaults are those of Keras's <c>MultiHeadAttention</c>, called with one
/// tensor. Weights have the names and shapes of PyTorch's <c>nn.MultiheadAttention</c>, where <see cref="KeyDim"/> is always the number of
/// features divided by the number of heads; weights of other sizes do not fit there. Keras's <c>value_dim</c>, <c>output_shape</c> and
/// attention to another sequence are not supported: values have <see cref="KeyDim"/> numbers, and the output has the shape of the input.</para>
/// </remarks>
/// <example>
/// <code>
/// // A block of a transformer: attention and two dense layers, each added to its input.
/// LayerSpec[] block =
/// [
///     new Residual([new MultiHeadAttention(numHeads: 2, keyDim: 16)]), new LayerNormalization(1e-6),
///     new Residual([new Dense(32, Activation.Relu), new Dense(32)]), new LayerNormalization(1e-6),
/// ];
/// </code>
/// </example>
public sealed record MultiHeadAttention : LayerSpec
{
    /// <summary>Creates the layer.</summary>
    /// <param name="numHeads">See <see cref="NumHeads"/>.</param>
    /// <param name="keyDim">See <see cref="KeyDim"/>.</param>
    /// <param name="dropout">See <see cref="Dropout"/>. Default: 0.</param>
    /// <param name="useBias">Whether the products have biases. Default: true.</param>
    /// <param name="useCausalMask">See <see cref="UseCausalMask"/>. Default: false.</param>
    /// <param name="kernelInitializer">The initializer of all weights. Default: <see cref="Initializer.GlorotUniform"/>.</param>
    /// <param name="biasInitializer">The initializer of all biases. Default: <see cref="Initializer.Zeros"/>.</param>
    /// <param name="kernelRegularizer">The penalty on all weights in the loss. Default: none.</param>
    /// <param name="biasRegularizer">The penalty on all biases in the loss. Default: none.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="numHeads"/> or <paramref name="keyDim"/> is below 1, or <paramref name="dropout"/> is not in [0, 1).
    /// </exception>
    public MultiHeadAttention(
        int numHeads,
        int keyDim,
        double dropout = 0,
        bool useBias = true,
        bool useCausalMask = false,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null)
    {
        NumHeads = Guard.Positive(numHeads, nameof(NumHeads));
        KeyDim = Guard.Positive(keyDim, nameof(KeyDim));
        Dropout = Guard.ShareBelowOne(dropout, nameof(Dropout));
        UseBias = useBias;
        UseCausalMask = useCausalMask;
        KernelInitializer = kernelInitializer ?? Initializer.GlorotUniform;
        BiasInitializer = biasInitializer ?? Initializer.Zeros;
        KernelRegularizer = kernelRegularizer;
        BiasRegularizer = biasRegularizer;
    }

    /// <summary>The number of heads. Accepted: 1 or more.</summary>
    public int NumHeads { get; }

    /// <summary>The number of values of each query, key and value of a head. Accepted: 1 or more.</summary>
    public int KeyDim { get; }

    /// <summary>The probability that an attention weight is set to 0 in training; the others are divided by 1 - dropout.</summary>
    /// <remarks>Accepted: 0 or more, below 1.</remarks>
    public double Dropout { get; }

    /// <summary>Whether the products have biases.</summary>
    public bool UseBias { get; }

    /// <summary>Whether a position sees only itself and the positions before it, as a network that predicts the next word needs.</summary>
    public bool UseCausalMask { get; }

    /// <summary>The initializer of all weights.</summary>
    public Initializer KernelInitializer { get; }

    /// <summary>The initializer of all biases.</summary>
    public Initializer BiasInitializer { get; }

    /// <summary>The penalty on all weights; null for none.</summary>
    public Regularizer? KernelRegularizer { get; }

    /// <summary>The penalty on all biases; null for none.</summary>
    public Regularizer? BiasRegularizer { get; }

    internal override int? OutputLength(int inputLength, ImmutableArray<int> inputShape) => inputLength;

    /// <inheritdoc/>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape) =>
        inputShape.Length == 2
            ? inputShape
            : throw new ArgumentException(
                $"MultiHeadAttention needs an input of shape [time, features], got {Shapes.Text(inputShape)}.");

    /// <summary>
    /// Returns <c>in_proj_weight</c> [3·heads·keyDim, features] (first all queries, then all keys, then all values, head by head),
    /// <c>in_proj_bias</c> [3·heads·keyDim], <c>out_proj.weight</c> [features, heads·keyDim] and <c>out_proj.bias</c> [features].
    /// </summary>
    /// <param name="inputShape">The shape of one row before the layer: [time, features].</param>
    public override ImmutableArray<ParameterSpec> Parameters(ImmutableArray<int> inputShape)
    {
        int features = inputShape[1], width = checked(NumHeads * KeyDim);
        ParameterSpec inner = new("in_proj_weight", [checked(3 * width), features], KernelInitializer, features, width)
        {
            Regularizer = KernelRegularizer,
        };
        ParameterSpec outer = new("out_proj.weight", [features, width], KernelInitializer, width, features) { Regularizer = KernelRegularizer };
        return UseBias
            ?
            [
                inner, new("in_proj_bias", [3 * width], BiasInitializer, features, width) { Regularizer = BiasRegularizer },
                outer, new("out_proj.bias", [features], BiasInitializer, width, features) { Regularizer = BiasRegularizer },
            ]
            : [inner, outer];
    }
}
