using System.Collections.Immutable;
using System.Text.Json.Serialization;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Batch normalization of each channel, the last axis: y = γ (x - μ) / √(σ² + ε) + β.</summary>
/// <remarks>
/// <para>
/// Rows may have any shape, and the output has the same one. A channel is an index of the last axis: in a flat row, each value is a
/// channel; in a picture [height, width, channels], a channel has height · width values; in a sequence [time, features], it has one value
/// for each time step within the length of the row.
/// </para>
/// <para>
/// In training, μ and σ² are the mean and the variance of the channel's values in all rows of the batch, where the variance of n values is
/// divided by n. Each step also updates the moving averages of μ and σ² with the momentum m: moving ← m · moving + (1 - m) · batch. In
/// inference, μ and σ² are the moving averages, PyTorch's running statistics. The scale γ and the offset β are trained.
/// </para>
/// <para>
/// With a <see cref="FitOptions.GradientExchange"/>, μ and σ² are those of the rows of all ranks; with <see cref="FitOptions.LocalSteps"/>, those
/// of each rank's rows, and the moving averages are averaged with the weights.
/// </para>
/// <para>
/// Source: Ioffe and Szegedy, "Batch normalization" (2015). Options and defaults are Keras's; its <c>axis</c> is always the last, so put a
/// <see cref="Permute"/> before and after the layer for another one. In PyTorch, <c>nn.BatchNorm1d</c> and <c>nn.BatchNorm2d</c> have the
/// momentum 1 - m (default 0.1, so m = 0.9) and ε = 1e-5, and the variance in their moving average is divided by n - 1.
/// </para>
/// </remarks>
/// <example>
/// In training, with γ = 1, β = 0 and ε near 0, a batch of the flat rows [1], [3] becomes [-1], [1]: μ = 2 and σ = 1. With m = 0.99, the
/// moving mean of 0 becomes 0.02.
/// </example>
public sealed record BatchNormalization : LayerSpec
{
    /// <summary>The default of <see cref="Momentum"/>.</summary>
    public const double DefaultMomentum = 0.99;

    /// <summary>The default of <see cref="Epsilon"/>.</summary>
    public const double DefaultEpsilon = 1e-3;

    /// <summary>Creates the layer.</summary>
    /// <param name="momentum">See <see cref="Momentum"/>.</param>
    /// <param name="epsilon">See <see cref="Epsilon"/>.</param>
    /// <param name="useScale">See <see cref="UseScale"/>.</param>
    /// <param name="useOffset">See <see cref="UseOffset"/>.</param>
    /// <param name="gammaInitializer">See <see cref="GammaInitializer"/>. Default: <see cref="Initializer.Ones"/>.</param>
    /// <param name="betaInitializer">See <see cref="BetaInitializer"/>. Default: <see cref="Initializer.Zeros"/>.</param>
    /// <param name="movingMeanInitializer">See <see cref="MovingMeanInitializer"/>. Default: <see cref="Initializer.Zeros"/>.</param>
    /// <param name="movingVarianceInitializer">See <see cref="MovingVarianceInitializer"/>. Default: <see cref="Initializer.Ones"/>.</param>
    /// <param name="gammaRegularizer">See <see cref="GammaRegularizer"/>. Default: none.</param>
    /// <param name="betaRegularizer">See <see cref="BetaRegularizer"/>. Default: none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not accepted.</exception>
    public BatchNormalization(
        double momentum = DefaultMomentum,
        double epsilon = DefaultEpsilon,
        bool useScale = true,
        bool useOffset = true,
        Initializer? gammaInitializer = null,
        Initializer? betaInitializer = null,
        Initializer? movingMeanInitializer = null,
        Initializer? movingVarianceInitializer = null,
        Regularizer? gammaRegularizer = null,
        Regularizer? betaRegularizer = null)
    {
        Momentum = Guard.Accept(momentum is >= 0 and < 1, momentum, nameof(Momentum), "0 or more, below 1");
        Epsilon = Guard.Accept(epsilon is >= 1e-12 and <= 1, epsilon, nameof(Epsilon), "1e-12 to 1");
        UseScale = useScale;
        UseOffset = useOffset;
        GammaInitializer = gammaInitializer ?? Initializer.Ones;
        BetaInitializer = betaInitializer ?? Initializer.Zeros;
        MovingMeanInitializer = movingMeanInitializer ?? Initializer.Zeros;
        MovingVarianceInitializer = AcceptVariance(movingVarianceInitializer);
        GammaRegularizer = gammaRegularizer;
        BetaRegularizer = betaRegularizer;
    }

    // For JSON, which has the other options only where they differ from their defaults: files of networks that were saved before these
    // options existed are written as they were.
    [JsonConstructor]
    internal BatchNormalization(double momentum, double epsilon)
        : this(momentum, epsilon, useScale: true)
    {
    }

    /// <summary>The momentum m of the moving averages.</summary>
    /// <remarks>Default 0.99; accepted: 0 or more, below 1.</remarks>
    public double Momentum { get; }

    /// <summary>The number ε that is added to the variance, so that the division stays finite.</summary>
    /// <remarks>Default 0.001; accepted: 1e-12 to 1.</remarks>
    public double Epsilon { get; }

    /// <summary>Whether normalized values are multiplied by γ, Keras's <c>scale</c>.</summary>
    /// <remarks>
    /// Default true. False is common before a ReLU and a layer with weights, which can learn the scale. PyTorch's <c>affine=False</c> has
    /// neither γ nor β.
    /// </remarks>
    [JsonIgnore]
    public bool UseScale { get; private init; }

    /// <summary>Whether β is added, Keras's <c>center</c>.</summary>
    /// <remarks>Default true.</remarks>
    [JsonIgnore]
    public bool UseOffset { get; private init; }

    /// <summary>The initializer of γ.</summary>
    /// <remarks>
    /// <see cref="Initializer.Zeros"/> in the last normalization of a <see cref="Residual"/> lets a network begin without its blocks
    /// (Goyal et al., "Accurate, large minibatch SGD", 2017).
    /// </remarks>
    [JsonIgnore]
    public Initializer GammaInitializer { get; private init; }

    /// <summary>The initializer of β.</summary>
    [JsonIgnore]
    public Initializer BetaInitializer { get; private init; }

    /// <summary>The initializer of the moving mean.</summary>
    [JsonIgnore]
    public Initializer MovingMeanInitializer { get; private init; }

    /// <summary>The initializer of the moving variance.</summary>
    /// <remarks>
    /// Accepted: those that give no negative number, which are <see cref="Initializer.Ones"/>, <see cref="Initializer.Zeros"/>, and
    /// <see cref="RandomUniform"/> with a minimum of 0 or more.
    /// </remarks>
    [JsonIgnore]
    public Initializer MovingVarianceInitializer { get; private init; }

    /// <summary>The penalty on γ in the loss; null for none.</summary>
    [JsonIgnore]
    public Regularizer? GammaRegularizer { get; private init; }

    /// <summary>The penalty on β in the loss; null for none.</summary>
    [JsonIgnore]
    public Regularizer? BetaRegularizer { get; private init; }

    [JsonInclude]
    [JsonPropertyName("useScale")]
    internal bool? UseScaleInJson
    {
        get => UseScale ? null : false;
        init => UseScale = value ?? true;
    }

    [JsonInclude]
    [JsonPropertyName("useOffset")]
    internal bool? UseOffsetInJson
    {
        get => UseOffset ? null : false;
        init => UseOffset = value ?? true;
    }

    [JsonInclude]
    [JsonPropertyName("gammaInitializer")]
    internal Initializer? GammaInitializerInJson
    {
        get => GammaInitializer is Ones ? null : GammaInitializer;
        init => GammaInitializer = value ?? Initializer.Ones;
    }

    [JsonInclude]
    [JsonPropertyName("betaInitializer")]
    internal Initializer? BetaInitializerInJson
    {
        get => BetaInitializer is Zeros ? null : BetaInitializer;
        init => BetaInitializer = value ?? Initializer.Zeros;
    }

    [JsonInclude]
    [JsonPropertyName("movingMeanInitializer")]
    internal Initializer? MovingMeanInitializerInJson
    {
        get => MovingMeanInitializer is Zeros ? null : MovingMeanInitializer;
        init => MovingMeanInitializer = value ?? Initializer.Zeros;
    }

    [JsonInclude]
    [JsonPropertyName("movingVarianceInitializer")]
    internal Initializer? MovingVarianceInitializerInJson
    {
        get => MovingVarianceInitializer is Ones ? null : MovingVarianceInitializer;
        init => MovingVarianceInitializer = AcceptVariance(value);
    }

    [JsonInclude]
    [JsonPropertyName("gammaRegularizer")]
    internal Regularizer? GammaRegularizerInJson
    {
        get => GammaRegularizer;
        init => GammaRegularizer = value;
    }

    [JsonInclude]
    [JsonPropertyName("betaRegularizer")]
    internal Regularizer? BetaRegularizerInJson
    {
        get => BetaRegularizer;
        init => BetaRegularizer = value;
    }

    internal override ImmutableArray<string> CounterNames => ["num_batches_tracked"];

    /// <inheritdoc/>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape) => inputShape;

    internal override bool KeepsPlaces => true;

    internal override int? OutputLength(int inputLength, ImmutableArray<int> inputShape) => inputShape.Length == 1 ? null : inputLength;

    /// <summary>
    /// Returns <c>weight</c> (γ, with <see cref="UseScale"/>), <c>bias</c> (β, with <see cref="UseOffset"/>), <c>running_mean</c> and
    /// <c>running_var</c>, each of shape [channels].
    /// </summary>
    /// <remarks>The last two are not trained.</remarks>
    /// <param name="inputShape">The shape of one row before the layer: the last dimension is the channels.</param>
    public override ImmutableArray<ParameterSpec> Parameters(ImmutableArray<int> inputShape) =>
    [
        .. NormalizationParameters.Trained(inputShape, UseScale ? GammaInitializer : null, GammaRegularizer, UseOffset ? BetaInitializer : null, BetaRegularizer),
        NormalizationParameters.Create("running_mean", inputShape, MovingMeanInitializer) with { IsTrainable = false },
        NormalizationParameters.Create("running_var", inputShape, MovingVarianceInitializer) with { IsTrainable = false },
    ];

    private static Initializer AcceptVariance(Initializer? initializer) => initializer is null or Ones or Zeros or RandomUniform { Minimum: >= 0 }
        ? initializer ?? Initializer.Ones
        : throw new ArgumentOutOfRangeException(
            nameof(MovingVarianceInitializer),
            $"{nameof(MovingVarianceInitializer)} is {initializer}; accepted: Ones, Zeros, or RandomUniform with a minimum of 0 or more.");
}
