using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Replaces each index of a sequence by a row of a trained table: [time] becomes [time, outputDim].</summary>
/// <remarks>
/// <para>The layer must be the first one of its network, whose rows are then <see cref="IndexFeatures"/>. Positions beyond a row's length are
/// 0 in the output. The gradient of a table row is the sum over its occurrences in the batch; rows that do not occur have the gradient
/// 0.</para>
/// <para><see cref="Sgd"/> without momentum and <see cref="Adagrad"/> change only the rows that occur, since a gradient of 0 changes nothing.
/// The other optimizers also change the remaining rows, because their running means go on; see <see cref="Adam.LazyEmbeddings"/>.</para>
/// <para>The names and defaults are those of Keras. PyTorch's <c>nn.Embedding</c> has the same table, but draws it from a normal
/// distribution with deviation 1.</para>
/// </remarks>
/// <example>With the table [[0, 0], [1, 2], [3, 4]], the row of indices [2, 1, 2] becomes [[3, 4], [1, 2], [3, 4]].</example>
public sealed record Embedding : LayerSpec
{
    /// <summary>Creates the layer.</summary>
    /// <param name="inputDim">See <see cref="InputDim"/>.</param>
    /// <param name="outputDim">See <see cref="OutputDim"/>.</param>
    /// <param name="maskZero">See <see cref="MaskZero"/>. Default: false.</param>
    /// <param name="embeddingsInitializer">The initializer of the table. Default: <see cref="RandomUniform"/> from -0.05 to 0.05.</param>
    /// <param name="embeddingsRegularizer">
    /// The penalty on the table in the loss. Default: none. A penalty changes every row of the table in every step.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="inputDim"/> or <paramref name="outputDim"/> is below 1.
    /// </exception>
    public Embedding(
        int inputDim,
        int outputDim,
        bool maskZero = false,
        Initializer? embeddingsInitializer = null,
        Regularizer? embeddingsRegularizer = null)
    {
        InputDim = Guard.Positive(inputDim, nameof(InputDim));
        OutputDim = Guard.Positive(outputDim, nameof(OutputDim));
        MaskZero = maskZero;
        EmbeddingsInitializer = embeddingsInitializer ?? new RandomUniform();
        EmbeddingsRegularizer = embeddingsRegularizer;
    }

    /// <summary>
    /// The number of different indices, which are 0 to <see cref="InputDim"/> - 1: the size of the vocabulary. Words as keys from
    /// WordIndices need one more than there are keys, since 0 is the missing key. Accepted: 1 or more.
    /// </summary>
    public int InputDim { get; }

    /// <summary>The number of values that replace an index. Accepted: 1 or more.</summary>
    public int OutputDim { get; }

    /// <summary>Whether the index 0 is padding and not a word.</summary>
    /// <remarks>
    /// The zeros of a row are then left out, wherever they are: the remaining indices move forward, and the row becomes shorter. Recurrent
    /// layers and global pooling give the same results as with Keras's mask. Keras's convolutions do not know masks: they read the zeros.
    /// </remarks>
    public bool MaskZero { get; }

    /// <summary>The initializer of the table.</summary>
    public Initializer EmbeddingsInitializer { get; }

    /// <summary>The penalty on the table; null for none.</summary>
    public Regularizer? EmbeddingsRegularizer { get; }

    internal override FeatureKind InputKind => FeatureKind.Indices;

    internal override int? IndexCount => InputDim;

    internal override bool MasksZeroIndices => MaskZero;

    internal override int? OutputLength(int inputLength, ImmutableArray<int> inputShape) => inputLength;

    /// <inheritdoc/>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape) =>
        inputShape is [int time]
            ? [time, OutputDim]
            : throw new ArgumentException(
                $"Embedding needs an input of shape [time], got {Shapes.Text(inputShape)}: it takes one index for each position.");

    /// <summary>Returns <c>weight</c>, the table [inputDim, outputDim].</summary>
    /// <param name="inputShape">The shape of one row before the layer: [time].</param>
    public override ImmutableArray<ParameterSpec> Parameters(ImmutableArray<int> inputShape) =>
    [
        new("weight", [InputDim, OutputDim], EmbeddingsInitializer, InputDim, OutputDim)
        {
            Regularizer = EmbeddingsRegularizer,
            IsLookupTable = true,
        },
    ];
}
