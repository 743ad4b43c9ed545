namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>The activation functions that have kernels. Products can apply the first four to their sums before storing them.</summary>
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

    /// <summary>z above 0, otherwise z times the parameter.</summary>
    LeakyRelu,

    /// <summary>z above 0, otherwise the parameter times e^z - 1.</summary>
    Elu,

    /// <summary>log(1 + e^z).</summary>
    Softplus,

    /// <summary>z Φ(z).</summary>
    Gelu,

    /// <summary>z Φ(z), with Φ approximated through tanh.</summary>
    GeluTanh,
}
