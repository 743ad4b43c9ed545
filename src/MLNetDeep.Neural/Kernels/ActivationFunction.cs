namespace MLNetDeep.Neural.Kernels;

/// <summary>The functions that kernels can apply as they store sums.</summary>
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
}
