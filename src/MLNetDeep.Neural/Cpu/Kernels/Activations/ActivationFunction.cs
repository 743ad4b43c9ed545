namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// The activation functions that have kernels. Products (matrix multiplications) can apply the first four to their sums before storing
/// them. z is the input.
/// </summary>
internal enum ActivationFunction
{
    /// <summary>z.</summary>
    Linear,

    /// <summary>max(0, z).</summary>
    Relu,

    /// <summary>1 / (1 + e^-z).</summary>
    Sigmoid,

    /// <summary>tanh z.</summary>
    Tanh,

    /// <summary>z if z &gt; 0, otherwise parameter · z.</summary>
    LeakyRelu,

    /// <summary>z if z &gt; 0, otherwise parameter · (e^z - 1).</summary>
    Elu,

    /// <summary>log(1 + e^z).</summary>
    Softplus,

    /// <summary>z Φ(z), where Φ is the standard normal distribution function.</summary>
    Gelu,

    /// <summary>z Φ(z), with Φ approximated through tanh.</summary>
    GeluTanh,
}
