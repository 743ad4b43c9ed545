namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>How a gradient is used: stored, or applied by one of the update rules.</summary>
internal enum UpdateKind
{
    /// <summary>The gradient is stored, not applied, so that it can be returned, or modified before it is applied.</summary>
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

    /// <summary>RMSprop that is centered, has momentum, or both.</summary>
    RmsPropExtended,
}
