namespace MLNetDeep.Neural;

/// <summary>A gated recurrent unit: a recurrent layer whose gates mix the last state with a new one.</summary>
/// <remarks>
/// <para>
/// With the input x of a step, the last state h, the gate function σ and the activation a, each gate has weights W and U and biases b and
/// d of its own: r = σ(W x + b + U h + d), z = σ(W x + b + U h + d), n = a(W x + b + r (U h + d)). Then h ← (1 - z) n + z h. The gate r is
/// applied after the product of U and h, as in PyTorch and as Keras does by default (<c>reset_after</c>). W is <c>weight_ih_l0</c>, U
/// <c>weight_hh_l0</c>, b <c>bias_ih_l0</c> and d <c>bias_hh_l0</c>; they hold the gates in PyTorch's order r, z, n, while Keras's is
/// z, r, n. Source: Cho et al., "Learning phrase representations using RNN encoder-decoder for statistical machine translation" (2014).
/// </para>
/// <para>See <see cref="RecurrentLayer"/> for shapes, lengths, parameters, biases and dropout.</para>
/// </remarks>
/// <example>
/// With one unit, one feature, all weights 1 and no bias, the sequence [1] gives z = σ(1) = 0.7311, n = tanh(1) = 0.7616 and
/// h = (1 - 0.7311) · 0.7616 = 0.2048.
/// </example>
public sealed record GRU : RecurrentLayer
{
    /// <summary>Creates the layer, by default as Keras does.</summary>
    /// <param name="units">The number of values in a state: 1 or more.</param>
    /// <param name="activation">See <see cref="RecurrentLayer.Activation"/>.</param>
    /// <param name="recurrentActivation">See <see cref="RecurrentActivation"/>.</param>
    /// <param name="useBias">See <see cref="RecurrentLayer.UseBias"/>.</param>
    /// <param name="kernelInitializer">See <see cref="RecurrentLayer.KernelInitializer"/>.</param>
    /// <param name="recurrentInitializer">See <see cref="RecurrentLayer.RecurrentInitializer"/>.</param>
    /// <param name="biasInitializer">See <see cref="RecurrentLayer.BiasInitializer"/>.</param>
    /// <param name="kernelRegularizer">See <see cref="RecurrentLayer.KernelRegularizer"/>.</param>
    /// <param name="recurrentRegularizer">See <see cref="RecurrentLayer.RecurrentRegularizer"/>.</param>
    /// <param name="dropout">See <see cref="RecurrentLayer.Dropout"/>.</param>
    /// <param name="recurrentDropout">See <see cref="RecurrentLayer.RecurrentDropout"/>.</param>
    /// <param name="returnSequences">See <see cref="RecurrentLayer.ReturnSequences"/>.</param>
    /// <param name="goBackwards">See <see cref="RecurrentLayer.GoBackwards"/>.</param>
    /// <param name="kernelMaxNorm">See <see cref="RecurrentLayer.KernelMaxNorm"/>.</param>
    /// <param name="recurrentMaxNorm">See <see cref="RecurrentLayer.RecurrentMaxNorm"/>.</param>
    /// <param name="biasRegularizer">See <see cref="RecurrentLayer.BiasRegularizer"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="units"/> is below 1, a fraction is outside [0, 1), or a maximum norm is not above 0 and finite.
    /// </exception>
    /// <exception cref="ArgumentException">An activation is softmax.</exception>
    public GRU(
        int units,
        Activation? activation = null,
        Activation? recurrentActivation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? recurrentInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        Regularizer? recurrentRegularizer = null,
        double dropout = 0,
        double recurrentDropout = 0,
        bool returnSequences = false,
        bool goBackwards = false,
        double? kernelMaxNorm = null,
        double? recurrentMaxNorm = null,
        Regularizer? biasRegularizer = null)
        : base(
            units,
            activation,
            useBias,
            kernelInitializer,
            recurrentInitializer,
            biasInitializer,
            kernelRegularizer,
            recurrentRegularizer,
            dropout,
            recurrentDropout,
            returnSequences,
            goBackwards,
            kernelMaxNorm,
            recurrentMaxNorm,
            biasRegularizer)
    {
        RecurrentActivation = Elementwise(recurrentActivation ?? Activation.Sigmoid, nameof(RecurrentActivation));
    }

    /// <summary>The function σ of the gates. Default: <see cref="Neural.Activation.Sigmoid"/>. Not softmax.</summary>
    public Activation RecurrentActivation { get; }

    internal override int Gates => 3;

    internal override Activation GateActivation => RecurrentActivation;

    private protected override bool InitializesSecondBias => true;
}
