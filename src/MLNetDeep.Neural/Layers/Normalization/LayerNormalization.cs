using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Layer normalization over the last axis: y = γ (x - μ) / √(σ² + ε) + β.</summary>
/// <remarks>
/// <para>
/// Rows may have any shape, and the output has the same one. μ and σ² are the mean and the variance (divided by the number of values) of the
/// values along the last axis at one position: all values of a flat row, the features of a time step in a sequence [time, features], the channels
/// of a pixel in a picture [height, width, channels]. The layer computes the same in training and in inference, and no row depends on another. The
/// scale γ and the offset β are trained and have one value for each index of the last axis.
/// </para>
/// <para>
/// Source: Ba, Kiros and Hinton, "Layer normalization" (2016). Options and defaults are Keras's; its <c>axis</c> is always the last. PyTorch's
/// <c>nn.LayerNorm(size)</c> has ε = 1e-5.
/// </para>
/// </remarks>
/// <example>With γ = 1, β = 0 and ε near 0, the row [1, 3] becomes [-1, 1]: μ = 2 and σ = 1.</example>
public sealed record LayerNormalization : LayerSpec
{
    /// <summary>The default of <see cref="Epsilon"/>.</summary>
    public const double DefaultEpsilon = 1e-3;

    /// <summary>Creates the layer.</summary>
    /// <param name="epsilon">See <see cref="Epsilon"/>.</param>
    /// <param name="useScale">See <see cref="UseScale"/>.</param>
    /// <param name="useOffset">See <see cref="UseOffset"/>.</param>
    /// <param name="gammaInitializer">See <see cref="GammaInitializer"/>. Default: <see cref="Initializer.Ones"/>.</param>
    /// <param name="betaInitializer">See <see cref="BetaInitializer"/>. Default: <see cref="Initializer.Zeros"/>.</param>
    /// <param name="gammaRegularizer">See <see cref="GammaRegularizer"/>. Default: none.</param>
    /// <param name="betaRegularizer">See <see cref="BetaRegularizer"/>. Default: none.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is not in the range from 1e-12 to 1.</exception>
    public LayerNormalization(
        double epsilon = DefaultEpsilon,
        bool useScale = true,
        bool useOffset = true,
        Initializer? gammaInitializer = null,
        Initializer? betaInitializer = null,
        Regularizer? gammaRegularizer = null,
        Regularizer? betaRegularizer = null)
    {
        Epsilon = Guard.Accept(epsilon is >= 1e-12 and <= 1, epsilon, nameof(Epsilon), "1e-12 to 1");
        UseScale = useScale;
        UseOffset = useOffset;
        GammaInitializer = gammaInitializer ?? Initializer.Ones;
        BetaInitializer = betaInitializer ?? Initializer.Zeros;
        GammaRegularizer = gammaRegularizer;
        BetaRegularizer = betaRegularizer;
    }

    /// <summary>The number ε that is added to the variance, so that the division stays finite.</summary>
    /// <remarks>Default 0.001; accepted: 1e-12 to 1.</remarks>
    public double Epsilon { get; }

    /// <summary>Whether normalized values are multiplied by γ, Keras's <c>scale</c>.</summary>
    /// <remarks>Default true.</remarks>
    public bool UseScale { get; }

    /// <summary>Whether β is added, Keras's <c>center</c>.</summary>
    /// <remarks>Default true.</remarks>
    public bool UseOffset { get; }

    /// <summary>The initializer of γ.</summary>
    public Initializer GammaInitializer { get; }

    /// <summary>The initializer of β.</summary>
    public Initializer BetaInitializer { get; }

    /// <summary>The penalty on γ in the loss; null for none.</summary>
    public Regularizer? GammaRegularizer { get; }

    /// <summary>The penalty on β in the loss; null for none.</summary>
    public Regularizer? BetaRegularizer { get; }

    /// <inheritdoc/>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape) => inputShape;

    internal override bool KeepsPlaces => true;

    internal override int? OutputLength(int inputLength, ImmutableArray<int> inputShape) => inputLength;

    /// <summary>
    /// Returns <c>weight</c> (γ, with <see cref="UseScale"/>) and <c>bias</c> (β, with <see cref="UseOffset"/>), each of shape [size of the last
    /// axis].
    /// </summary>
    /// <param name="inputShape">The shape of one row before the layer.</param>
    public override ImmutableArray<ParameterSpec> Parameters(ImmutableArray<int> inputShape) =>
    [
        .. NormalizationParameters.Trained(
            inputShape, UseScale ? GammaInitializer : null, GammaRegularizer, UseOffset ? BetaInitializer : null, BetaRegularizer),
    ];
}
