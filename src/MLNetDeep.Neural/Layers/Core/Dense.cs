using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// A fully connected layer: y = f(W x + b), with W of shape [units, inputs], b of shape [units] and the activation f. The input must
/// be flat (one dimension): put <see cref="Flatten"/> before it where it is not.
/// </summary>
public sealed record Dense : LayerSpec
{
    /// <summary>Makes a dense layer.</summary>
    /// <param name="units">The number of outputs: 1 or more.</param>
    /// <param name="activation">The function f. Default: <see cref="Neural.Activation.Linear"/>.</param>
    /// <param name="useBias">Whether b is there. Default: true.</param>
    /// <param name="kernelInitializer">How W begins. Default: <see cref="Initializer.GlorotUniform"/>.</param>
    /// <param name="biasInitializer">How b begins. Default: <see cref="Initializer.Zeros"/>.</param>
    /// <param name="kernelRegularizer">A penalty on W in the loss. Default: none.</param>
    /// <param name="kernelMaxNorm">See <see cref="KernelMaxNorm"/>. Default: no limit.</param>
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
        double? kernelMaxNorm = null)
    {
        Units = Guard.Accept(units >= 1, units, nameof(Units), "1 or more");
        Activation = activation ?? Activation.Linear;
        UseBias = useBias;
        KernelInitializer = kernelInitializer ?? Initializer.GlorotUniform;
        BiasInitializer = biasInitializer ?? Initializer.Zeros;
        KernelRegularizer = kernelRegularizer;
        KernelMaxNorm = kernelMaxNorm is { } limit
            ? Guard.Accept(limit > 0 && double.IsFinite(limit), limit, nameof(KernelMaxNorm), "above 0, finite, or null")
            : null;
    }

    /// <summary>The number of outputs.</summary>
    public int Units { get; }

    /// <summary>The function applied to each sum.</summary>
    public Activation Activation { get; }

    /// <summary>Whether a bias is added to each sum.</summary>
    public bool UseBias { get; }

    /// <summary>How the weights begin.</summary>
    public Initializer KernelInitializer { get; }

    /// <summary>How the biases begin.</summary>
    public Initializer BiasInitializer { get; }

    /// <summary>The penalty on the weights, or null.</summary>
    public Regularizer? KernelRegularizer { get; }

    /// <summary>
    /// After each step, the weights into each unit are scaled down to this Euclidean length where they are longer: Keras's <c>MaxNorm</c>.
    /// Null: no limit; accepted: above 0, finite.
    /// </summary>
    public double? KernelMaxNorm { get; }

    internal override Activation OutputActivation => Activation;

    /// <inheritdoc/>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape) =>
        inputShape.Length == 1
            ? [Units]
            : throw new ArgumentException($"Dense needs a flat input, got {Shapes.Text(inputShape)}: put a Flatten layer before it.");

    /// <summary><c>weight</c> [units, inputs] and, with <see cref="UseBias"/>, <c>bias</c> [units].</summary>
    /// <param name="inputShape">The shape of one row before the layer: [inputs].</param>
    public override ImmutableArray<ParameterSpec> Parameters(ImmutableArray<int> inputShape)
    {
        int inputs = inputShape[0];
        ParameterSpec weight = new("weight", [Units, inputs], KernelInitializer, inputs, Units)
        {
            Regularizer = KernelRegularizer,
            MaxNorm = KernelMaxNorm,
        };
        return UseBias ? [weight, new("bias", [Units], BiasInitializer, inputs, Units)] : [weight];
    }

    /// <inheritdoc/>
    public override LayerSpec WithoutActivation() => Activation is Linear
        ? this
        : new Dense(Units, Activation.Linear, UseBias, KernelInitializer, BiasInitializer, KernelRegularizer, KernelMaxNorm);
}
