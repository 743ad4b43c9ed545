namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>What is done with a gradient.</summary>
internal enum UpdateKind
{
    /// <summary>It is stored instead of updating parameters, to be returned, or modified before it is applied.</summary>
    Store,

    /// <summary>Plain gradient descent.</summary>
    Sgd,

    /// <summary>Gradient descent with momentum.</summary>
    Momentum,

    /// <summary>Gradient descent with Nesterov momentum.</summary>
    Nesterov,

    /// <summary>Adam.</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay.</summary>
    AdamW,

    /// <summary>Adagrad.</summary>
    Adagrad,

    /// <summary>Adadelta.</summary>
    Adadelta,

    /// <summary>RMSprop without momentum, not centered.</summary>
    RmsProp,

    /// <summary>RMSprop with momentum, centered or both.</summary>
    RmsPropExtended,
}
