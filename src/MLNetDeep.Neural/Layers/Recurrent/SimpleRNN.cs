namespace MLNetDeep.Neural;

/// <summary>A simple recurrent layer: h ← a(W x + b + U h + d), with the input x of a step, the last state h and the activation a.</summary>
/// <remarks>
/// W is <c>weight_ih_l0</c>, U <c>weight_hh_l0</c>, b <c>bias_ih_l0</c> and d <c>bias_hh_l0</c>. PyTorch's <c>nn.RNN</c> has the activations
/// tanh and ReLU only. Source: Elman, "Finding structure in time" (1990). See <see cref="RecurrentLayer"/> for shapes, lengths, parameters,
/// biases and dropout.
/// </remarks>
/// <example>
/// With one unit, one feature, all weights 1 and no bias, the sequence [1, 0] gives h = tanh(1) = 0.7616, then h = tanh(0.7616) = 0.6420.
/// </example>
public sealed record SimpleRNN : RecurrentLayer
{
    /// <summary>Creates the layer, by default as Keras does.</summary>
    /// <param name="units">The number of values in a state: 1 or more.</param>
    /// <param name="activation">See <see cref="RecurrentLayer.Activation"/>.</param>
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
    /// <exception cref="ArgumentException">The activation is softmax.</exception>
    public SimpleRNN(
        int units,
        Activation? activation = null,
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
    }

    internal override int Gates => 1;

    internal override Activation GateActivation => Activation.Linear;
}
