using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Batch normalization of each channel, the last axis: y = γ (x - μ) / √(σ² + ε) + β.</summary>
/// <remarks>
/// In training, μ and σ² are the mean and variance of the channel over all rows and positions of the batch: of a flat row, each value is a
/// channel; of a picture [height, width, channels], a channel has height · width positions; of a sequence [time, features], only the positions
/// within the length of the row count. Each step updates the running averages of μ and σ² with the momentum m:
/// running ← m·running + (1 - m)·batch. In inference, μ and σ² are the running averages. The scale γ and the shift β are trained. Source: Ioffe
/// and Szegedy, "Batch normalization" (2015). The defaults are those of Keras. PyTorch's momentum is 1 - m (default 0.1, so m = 0.9), and its ε
/// is 1e-5. For the running variance of n values, PyTorch divides by n - 1; this layer and Keras divide by n.
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
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape) => inputShape;

    internal override bool KeepsPlaces => true;

    internal override int? OutputLength(int inputLength, ImmutableArray<int> inputShape) => inputShape.Length == 1 ? null : inputLength;

    /// <summary>Returns <c>weight</c> (γ), <c>bias</c> (β), <c>running_mean</c> and <c>running_var</c>, each of shape [channels].</summary>
    /// <remarks>The last two are not trained.</remarks>
    /// <param name="inputShape">The shape of one row before the layer: the last dimension is the channels.</param>
    public override ImmutableArray<ParameterSpec> Parameters(ImmutableArray<int> inputShape)
    {
        return
        [
            Create("weight", Initializer.Ones),
            Create("bias", Initializer.Zeros),
            Create("running_mean", Initializer.Zeros) with { IsTrainable = false },
            Create("running_var", Initializer.Ones) with { IsTrainable = false },
        ];

        ParameterSpec Create(string name, Initializer initializer)
        {
            int size = inputShape[^1];
            return new(name, [size], initializer, size, size) { HasInputColumns = inputShape.Length == 1 };
        }
    }
}
