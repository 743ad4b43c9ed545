using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// Batch normalization: y = γ (x - μ) / √(σ² + ε) + β for each value of a flat row. While training, μ and σ² are the mean and variance of
/// the batch (over its rows), and their running means follow: running ← m·running + (1 - m)·batch's. Otherwise μ and σ² are the running
/// means. γ and β are trained.
/// </summary>
/// <remarks>
/// Ioffe and Szegedy, "Batch normalization" (2015). Defaults are Keras's. PyTorch's momentum is 1 - m (default 0.1, so m = 0.9), its ε is
/// 1e-5, and its running variance is over the number of rows less one; ours and Keras's is over the number of rows.
/// </remarks>
public sealed record BatchNormalization : LayerSpec
{
    /// <summary>The default of <see cref="Momentum"/>.</summary>
    public const double DefaultMomentum = 0.99;

    /// <summary>The default of <see cref="Epsilon"/>.</summary>
    public const double DefaultEpsilon = 1e-3;

    /// <summary>Makes the layer.</summary>
    /// <param name="momentum">See <see cref="Momentum"/>.</param>
    /// <param name="epsilon">See <see cref="Epsilon"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not accepted.</exception>
    public BatchNormalization(double momentum = DefaultMomentum, double epsilon = DefaultEpsilon)
    {
        Momentum = Guard.Accept(momentum is >= 0 and < 1, momentum, nameof(Momentum), "0 or more, below 1");
        Epsilon = Guard.Accept(epsilon is >= 1e-12 and <= 1, epsilon, nameof(Epsilon), "1e-12 to 1");
    }

    /// <summary>m: how much of the running means is kept at each batch. Default 0.99; accepted: 0 or more, below 1.</summary>
    public double Momentum { get; }

    /// <summary>ε: keeps the division finite. Default 0.001; accepted: 1e-12 to 1.</summary>
    public double Epsilon { get; }

    internal override bool CountsBatches => true;

    /// <inheritdoc/>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape) =>
        inputShape.Length == 1
            ? inputShape
            : throw new ArgumentException(
                $"BatchNormalization needs a flat input, got {Shapes.Text(inputShape)}: put a Flatten layer before it.");

    /// <summary>
    /// <c>weight</c> (γ), <c>bias</c> (β), <c>running_mean</c> and <c>running_var</c>, each of shape [inputs]. The last two are not trained.
    /// </summary>
    /// <param name="inputShape">The shape of one row before the layer: [inputs].</param>
    public override ImmutableArray<ParameterSpec> Parameters(ImmutableArray<int> inputShape)
    {
        int size = inputShape[0];
        return
        [
            new("weight", inputShape, Initializer.Ones, size, size),
            new("bias", inputShape, Initializer.Zeros, size, size),
            new("running_mean", inputShape, Initializer.Zeros, size, size) { IsTrainable = false },
            new("running_var", inputShape, Initializer.Ones, size, size) { IsTrainable = false },
        ];
    }
}
