using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>A fully connected layer: y = f(W x + b) with the input x and the output y.</summary>
/// <remarks>
/// The weights W have the shape [units, inputs], the bias b has the shape [units], and f is the activation. The layer works on the last axis,
/// as in Keras and PyTorch: in rows of the shape [time, inputs], each time step goes through it by itself, and the output has the shape
/// [time, units]. Put a <see cref="Flatten"/> layer before this layer to connect each unit with all values of a row.
/// </remarks>
public sealed record Dense : LayerSpec
{
    /// <summary>Creates a dense layer.</summary>
    /// <param name="units">The number of outputs: 1 or more.</param>
    /// <param name="activation">The function f. Default: <see cref="Neural.Activation.Linear"/>.</param>
    /// <param name="useBias">Whether the layer has a bias b. Default: true.</param>
    /// <param name="kernelInitializer">The initializer of W. Default: <see cref="Initializer.GlorotUniform"/>.</param>
    /// <param name="biasInitializer">The initializer of b. Default: <see cref="Initializer.Zeros"/>.</param>
    /// <param name="kernelRegularizer">The penalty on W in the loss. Default: none.</param>
    /// <param name="kernelMaxNorm">See <see cref="KernelMaxNorm"/>. Default: no limit.</param>
    /// <param name="biasRegularizer">The penalty on b in the loss. Default: none.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="units"/> is below 1, or <paramref name="kernelMaxNorm"/> is not above 0 and finite.
    /// </exception>
    public Dense(
        int units,
        Activation? activation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        double? kernelMaxNorm = null,
        Regularizer? biasRegularizer = null)
    {
        Units = Guard.Accept(units >= 1, units, nameof(Units), "1 or more");
        Activation = activation ?? Activation.Linear;
        UseBias = useBias;
        KernelInitializer = kernelInitializer ?? Initializer.GlorotUniform;
        BiasInitializer = biasInitializer ?? Initializer.Zeros;
        KernelRegularizer = kernelRegularizer;
        KernelMaxNorm = Guard.NormLimit(kernelMaxNorm, nameof(KernelMaxNorm));
        BiasRegularizer = biasRegularizer;
    }

    /// <summary>The number of outputs.</summary>
    public int Units { get; }

    /// <summary>The activation f.</summary>
    public Activation Activation { get; }

    /// <summary>Whether the layer has a bias b.</summary>
    public bool UseBias { get; }

    /// <summary>The initializer of the weights W.</summary>
    public Initializer KernelInitializer { get; }

    /// <summary>The initializer of the bias b.</summary>
    public Initializer BiasInitializer { get; }

    /// <summary>The penalty on the weights W; null for none.</summary>
    public Regularizer? KernelRegularizer { get; }

    /// <summary>The maximum Euclidean norm of each unit's weights (a row of W); null for no limit.</summary>
    /// <remarks>
    /// After each step, weights with a larger norm are scaled down to this norm, as with Keras's <c>MaxNorm</c>. Accepted: above 0, finite.
    /// </remarks>
    public double? KernelMaxNorm { get; }

    /// <summary>The penalty on the bias b; null for none.</summary>
    public Regularizer? BiasRegularizer { get; }

    internal override Activation OutputActivation => Activation;

    internal override bool IsAffine => true;

    internal override bool? HasFeaturesFirst => false;

    /// <inheritdoc/>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape) => [.. inputShape.AsSpan()[..^1], Units];

    internal override int? OutputLength(int inputLength, ImmutableArray<int> inputShape) => inputShape.Length == 1 ? null : inputLength;

    /// <summary>Returns <c>weight</c> [units, inputs] and, with <see cref="UseBias"/>, <c>bias</c> [units].</summary>
    /// <param name="inputShape">The shape of one row before the layer; its last dimension is the number of inputs.</param>
    public override ImmutableArray<ParameterSpec> Parameters(ImmutableArray<int> inputShape)
    {
        int inputs = inputShape[^1];
        ParameterSpec weight = new("weight", [Units, inputs], KernelInitializer, inputs, Units)
        {
            Regularizer = KernelRegularizer,
            MaxNorm = KernelMaxNorm,
            HasInputColumns = inputShape.Length == 1,
        };
        return UseBias ? [weight, new("bias", [Units], BiasInitializer, inputs, Units) { Regularizer = BiasRegularizer }] : [weight];
    }

    /// <inheritdoc/>
    public override LayerSpec WithoutActivation() => Activation is Linear
        ? this
        : new Dense(Units, Activation.Linear, UseBias, KernelInitializer, BiasInitializer, KernelRegularizer, KernelMaxNorm, BiasRegularizer)
        {
            Trainable = Trainable,
        };
}
