using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Layer normalization over the last axis: y = γ (x - μ) / √(σ² + ε) + β.</summary>
/// <remarks>
/// μ and σ² are the mean and the variance (over the number of values) of the values along the last axis of one position: of a flat row, all
/// its values; of a row of shape [time, features], the features of each time step. The layer computes the same in training and in inference,
/// and rows do not depend on each other. γ and β are trained and have one value per index of the last axis. Source: Ba, Kiros and Hinton,
/// "Layer normalization" (2016). The defaults are those of Keras; PyTorch's ε is 1e-5.
/// </remarks>
/// <example>With γ = 1, β = 0 and ε near 0 the row [1, 3] becomes [-1, 1]: μ = 2 and σ = 1.</example>
public sealed record LayerNormalization : LayerSpec
{
    /// <summary>The default of <see cref="Epsilon"/>.</summary>
    public const double DefaultEpsilon = 1e-3;

    /// <summary>Creates the layer.</summary>
    /// <param name="epsilon">See <see cref="Epsilon"/>.</param>
    /// <param name="useScale">See <see cref="UseScale"/>.</param>
    /// <param name="useOffset">See <see cref="UseOffset"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is not in the range from 1e-12 to 1.</exception>
    public LayerNormalization(double epsilon = DefaultEpsilon, bool useScale = true, bool useOffset = true)
    {
        Epsilon = Guard.Accept(epsilon is >= 1e-12 and <= 1, epsilon, nameof(Epsilon), "1e-12 to 1");
        UseScale = useScale;
        UseOffset = useOffset;
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

    /// <inheritdoc/>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape) => inputShape;

    internal override bool KeepsPlaces => true;

    internal override int? OutputLength(int inputLength, ImmutableArray<int> inputShape) => inputLength;

    /// <summary>Returns <c>weight</c> (γ) and <c>bias</c> (β), each of shape [size of the last axis], as far as they are used.</summary>
    /// <param name="inputShape">The shape of one row before the layer.</param>
    public override ImmutableArray<ParameterSpec> Parameters(ImmutableArray<int> inputShape)
    {
        int size = inputShape[^1];
        ImmutableArray<ParameterSpec>.Builder parameters = ImmutableArray.CreateBuilder<ParameterSpec>();
        if (UseScale)
        {
            parameters.Add(new("weight", [size], Initializer.Ones, size, size) { HasInputColumns = inputShape.Length == 1 });
        }

        if (UseOffset)
        {
            parameters.Add(new("bias", [size], Initializer.Zeros, size, size) { HasInputColumns = inputShape.Length == 1 });
        }

        return parameters.ToImmutable();
    }
}
