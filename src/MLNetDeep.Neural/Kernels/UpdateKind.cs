namespace MLNetDeep.Neural.Kernels;

/// <summary>What becomes of a gradient.</summary>
internal enum UpdateKind
{
    /// <summary>It is stored in place of the parameters: to look at it.</summary>
    Store,

    /// <summary>Plain gradient descent.</summary>
    Sgd,

    /// <summary>Gradient descent with momentum.</summary>
    Momentum,

    /// <summary>Gradient descent with Nesterov momentum.</summary>
    Nesterov,

    /// <summary>Adam.</summary>
    Adam,
}
