namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>A function with its parameter, if it has one.</summary>
internal readonly record struct ActivationKind(ActivationFunction Function, float Parameter = 0)
{
    /// <summary>Whether products apply it as they store their sums.</summary>
    public bool IsFused => Function <= ActivationFunction.Tanh;

    /// <summary>Whether its derivative is computed from z, not from f(z).</summary>
    public bool NeedsSums => Function >= ActivationFunction.Softplus;

    /// <summary>The kernel's name for a function. Softmax is none: it is computed with the loss, from the sums.</summary>
    /// <exception cref="NotSupportedException">There is no kernel.</exception>
    public static ActivationKind Of(Activation activation) => activation switch
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
        _ => throw new NotSupportedException($"The cpu backend has no activation {activation}."),
    };
}
