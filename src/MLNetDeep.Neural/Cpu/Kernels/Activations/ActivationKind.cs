namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>An activation function with its parameter, if it has one.</summary>
internal readonly record struct ActivationKind(ActivationFunction Function, float Parameter = 0)
{
    /// <summary>Whether products can apply the function to their sums before storing them.</summary>
    public bool IsFused => Function <= ActivationFunction.Tanh;

    /// <summary>Whether the derivative is computed from the input z rather than from the output f(z).</summary>
    public bool NeedsSums => Function >= ActivationFunction.Softplus;

    /// <summary>
    /// Returns the kind for an activation. Softmax maps to linear, since softmax is computed from the logits, together with the loss.
    /// </summary>
    /// <exception cref="NotSupportedException">The activation has no kernel.</exception>
    public static ActivationKind For(Activation activation) => activation switch
    {
        Linear or Softmax => new(ActivationFunction.Linear),
        Relu => new(ActivationFunction.Relu),
        Sigmoid => new(ActivationFunction.Sigmoid),
        Tanh => new(ActivationFunction.Tanh),
        LeakyRelu leaky => new(ActivationFunction.LeakyRelu, (float)leaky.NegativeSlope),
        Elu elu => new(ActivationFunction.Elu, (float)elu.Alpha),
        Softplus => new(ActivationFunction.Softplus),
        Gelu { Approximate: false } => new(ActivationFunction.Gelu),
        Gelu => new(ActivationFunction.GeluTanh),
        _ => throw new NotSupportedException($"The cpu backend does not support the activation {activation}."),
    };
}
