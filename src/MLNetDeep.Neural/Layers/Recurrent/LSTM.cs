namespace MLNetDeep.Neural;

/// <summary>Long short-term memory: a recurrent layer whose gates decide what its cell keeps, takes in and shows.</summary>
/// <remarks>
/// <para>
/// With the input x of a step, the last state h and cell c, the gate function σ and the activation a, each gate has weights W and U and
/// biases b and d of its own: i = σ(W x + b + U h + d), f = σ(W x + b + U h + d), g = a(W x + b + U h + d), o = σ(W x + b + U h + d). Then
/// c ← f c + i g and h ← o a(c). W is <c>weight_ih_l0</c>, U <c>weight_hh_l0</c>, b <c>bias_ih_l0</c> and d <c>bias_hh_l0</c>; the
/// parameters hold the gates in PyTorch's order, which is Keras's too: i, f, g, o. Sources: Hochreiter and Schmidhuber, "Long short-term
/// memory" (1997); Gers, Schmidhuber and Cummins, "Learning to forget" (2000).
/// </para>
/// <para>See <see cref="RecurrentLayer"/> for shapes, lengths, parameters, biases and dropout.</para>
/// </remarks>
/// <example>
/// With one unit, one feature, all weights 1 and no bias, the sequence [1] gives σ(1) = 0.7311, c = 0.7311 · tanh(1) = 0.5568 and
/// h = 0.7311 · tanh(0.5568) = 0.3696.
/// </example>
public sealed record LSTM : RecurrentLayer
{
    /// <summary>Creates the layer, by default as Keras does.</summary>
    /// <param name="units">The number of values in a state: 1 or more.</param>
    /// <param name="activation">See <see cref="RecurrentLayer.Activation"/>.</param>
    /// <param name="recurrentActivation">See <see cref="RecurrentActivation"/>.</param>
    /// <param name="useBias">See <see cref="RecurrentLayer.UseBias"/>.</param>
    /// <param name="kernelInitializer">See <see cref="RecurrentLayer.KernelInitializer"/>.</param>
    /// <param name="recurrentInitializer">See <see cref="RecurrentLayer.RecurrentInitializer"/>.</param>
    /// <param name="biasInitializer">See <see cref="RecurrentLayer.BiasInitializer"/>.</param>
    /// <param name="unitForgetBias">See <see cref="UnitForgetBias"/>.</param>
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
    public LSTM(
        int units,
        Activation? activation = null,
        Activation? recurrentActivation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? recurrentInitializer = null,
        Initializer? biasInitializer = null,
        bool unitForgetBias = true,
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
        UnitForgetBias = unitForgetBias;
    }

    /// <summary>The function σ of the gates. Default: <see cref="Neural.Activation.Sigmoid"/>. Not softmax.</summary>
    public Activation RecurrentActivation { get; }

    /// <summary>
    /// Whether the bias of the forget gate is 1 at first, whatever the initializer of the biases, so that a new layer keeps its cell.
    /// Default: true.
    /// </summary>
    /// <remarks>
    /// Of PyTorch's two biases, <c>bias_ih_l0</c> has the 1 and <c>bias_hh_l0</c> is 0. Source: Jozefowicz, Zaremba and Sutskever, "An
    /// empirical exploration of recurrent network architectures" (2015). PyTorch's own layer has random biases in every gate.
    /// </remarks>
    public bool UnitForgetBias { get; }

    internal override int Gates => 4;

    internal override Activation GateActivation => RecurrentActivation;

    private protected override int? GateThatStartsAtOne => UnitForgetBias ? 1 : null;
}
