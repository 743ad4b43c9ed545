namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>What becomes of a gradient.</summary>
internal enum UpdateKind
{
    /// <summary>It is stored in place of the parameters: to look at it, or to change it before it is applied.</summary>
    Store,

    /// <summary>Plain gradient descent.</summary>
    Sgd,

    /// <summary>Gradient descent with momentum.</summary>
    Momentum,

    /// <summary>Gradient descent with Nesterov momentum.</summary>
    Nesterov,

    /// <summary>Adam.</summary>
    Adam,

    /// <summary>Adam with weight decay apart from the gradient.</summary>
    AdamW,

    /// <summary>Adagrad.</summary>
    Adagrad,

    /// <summary>Adadelta.</summary>
    Adadelta,

    /// <summary>RMSprop, plain.</summary>
    RmsProp,

    /// <summary>RMSprop with momentum, centered or both.</summary>
    RmsPropExtended,
}
