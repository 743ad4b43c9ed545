using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// Adds to each position of a sequence [time, features] a vector that depends on the position alone, so that layers such as
/// <see cref="MultiHeadAttention"/> know the order of the words.
/// </summary>
/// <remarks>
/// <para>By default the vectors are the rows of a trained table, one for each position. Keras's examples have a second <c>Embedding</c> over
/// the positions instead. With <see cref="Sinusoidal"/> they are fixed: value 2i of position t is sin(t / 10000^(2i/features)),
/// and value 2i + 1 is the cosine of the same angle. Source: Vaswani et al., "Attention is all you need" (2017), section 3.5.</para>
/// <para>Positions beyond a row's length stay 0.</para>
/// </remarks>
/// <example><c>[new Embedding(10_000, 32), new PositionalEmbedding(), new MultiHeadAttention(2, 16)]</c></example>
public sealed record PositionalEmbedding : LayerSpec
{
    // The longest wave has 2π times this many positions.
    private const double MaxWavelength = 10_000;

    /// <summary>Creates the layer.</summary>
    /// <param name="sinusoidal">See <see cref="Sinusoidal"/>. Default: false.</param>
    /// <param name="embeddingsInitializer">
    /// The initializer of the table. Default: <see cref="RandomUniform"/> from -0.05 to 0.05, as of Keras's <c>Embedding</c>.
    /// </param>
    /// <param name="embeddingsRegularizer">The penalty on the table in the loss. Default: none.</param>
    public PositionalEmbedding(
        bool sinusoidal = false, Initializer? embeddingsInitializer = null, Regularizer? embeddingsRegularizer = null)
    {
        Sinusoidal = sinusoidal;
        EmbeddingsInitializer = embeddingsInitializer ?? new RandomUniform();
        EmbeddingsRegularizer = embeddingsRegularizer;
    }

    /// <summary>Whether the vectors are sines and cosines, which are not trained; otherwise they are a trained table.</summary>
    public bool Sinusoidal { get; }

    /// <summary>The initializer of the table. Has no effect with <see cref="Sinusoidal"/>.</summary>
    public Initializer EmbeddingsInitializer { get; }

    /// <summary>The penalty on the table; null for none. Has no effect with <see cref="Sinusoidal"/>.</summary>
    public Regularizer? EmbeddingsRegularizer { get; }

    internal override int? OutputLength(int inputLength, ImmutableArray<int> inputShape) => inputLength;

    /// <summary>Returns the fixed vectors of all positions, position by position.</summary>
    /// <param name="shape">The shape of one row: [time, features].</param>
    public static float[] Sinusoids(ImmutableArray<int> shape)
    {
        (int time, int features) = (shape[0], shape[1]);
        float[] values = new float[time * features];
        for (int i = 0; i < values.Length; i++)
        {
            (int position, int feature) = (i / features, i % features);
            double angle = position / Math.Pow(MaxWavelength, feature / 2 * 2 / (double)features);
            values[i] = (float)(feature % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle));
        }

        return values;
    }

    /// <inheritdoc/>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape) =>
        inputShape.Length == 2
            ? inputShape
            : throw new ArgumentException(
                $"PositionalEmbedding needs an input of shape [time, features], got {Shapes.Text(inputShape)}: put it after Embedding.");

    /// <summary>Returns <c>weight</c>, the table [time, features]; nothing with <see cref="Sinusoidal"/>.</summary>
    /// <param name="inputShape">The shape of one row before the layer: [time, features].</param>
    public override ImmutableArray<ParameterSpec> Parameters(ImmutableArray<int> inputShape) => Sinusoidal
        ? []
        : [new("weight", inputShape, EmbeddingsInitializer, inputShape[0], inputShape[1]) { Regularizer = EmbeddingsRegularizer }];
}
