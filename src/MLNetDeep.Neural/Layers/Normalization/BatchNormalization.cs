using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Batch normalization of each column of a flat row: y = γ (x - μ) / √(σ² + ε) + β.</summary>
/// <remarks>
/// In training, μ and σ² are the mean and variance of the column x over the rows of the batch. Each step updates their running averages
/// with the momentum m: running ← m·running + (1 - m)·batch. In inference, μ and σ² are the running averages. The scale γ and the shift β
/// are trained. Source: Ioffe and Szegedy, "Batch normalization" (2015). The defaults are those of Keras. PyTorch's momentum is 1 - m
/// (default 0.1, so m = 0.9), and its ε is 1e-5. For the running variance of n rows, PyTorch divides by n - 1; this layer and Keras divide
/// by n.
/// </remarks>
public sealed record BatchNormalization : LayerSpec
{
    /// <summary>The default of <see cref="Momentum"/>.</summary>
    public const double DefaultMomentum = 0.99;

    /// <summary>The default of <see cref="Epsilon"/>.</summary>
    public const double DefaultEpsilon = 1e-3;

    /// <summary>Creates the layer.</summary>
    /// <param name="momentum">See <see cref="Momentum"/>.</param>
    /// <param name="epsilon">See <see cref="Epsilon"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not accepted.</exception>
    public BatchNormalization(double momentum = DefaultMomentum, double epsilon = DefaultEpsilon)
    {
        Momentum = Guard.Accept(momentum is >= 0 and < 1, momentum, nameof(Momentum), "0 or more, below 1");
        Epsilon = Guard.Accept(epsilon is >= 1e-12 and <= 1, epsilon, nameof(Epsilon), "1e-12 to 1");
    }

    /// <summary>The momentum m of the running averages.</summary>
    /// <remarks>Default 0.99; accepted: 0 or more, below 1.</remarks>
    public double Momentum { get; }

    /// <summary>The number ε that is added to the variance, so that the division stays finite.</summary>
    /// <remarks>Default 0.001; accepted: 1e-12 to 1.</remarks>
    public double Epsilon { get; }

    internal override ImmutableArray<string> CounterNames => ["num_batches_tracked"];

    /// <inheritdoc/>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape) =>
        inputShape.Length == 1
            ? inputShape
            : throw new ArgumentException(
                $"BatchNormalization needs a flat input, got {Shapes.Text(inputShape)}: put a Flatten layer before it.");

    /// <summary>Returns <c>weight</c> (γ), <c>bias</c> (β), <c>running_mean</c> and <c>running_var</c>, each of shape [inputs].</summary>
    /// <remarks>The last two are not trained.</remarks>
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
