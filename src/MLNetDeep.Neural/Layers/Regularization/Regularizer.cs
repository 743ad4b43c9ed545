using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>A penalty on the weights w that is added to the loss: l1·Σ|w| + l2·Σw².</summary>
/// <remarks>
/// Same as Keras's <c>L1L2</c>. Its gradient is l1·sign(w) + 2·l2·w. The penalty is part of the reported loss in training and evaluation.
/// Gradient clipping applies to the sum of the loss gradient and the penalty gradient. PyTorch's SGD with <c>weight_decay</c> λ adds λ·w to
/// the gradient, which equals l2 = λ/2. Instances are compared by value.
/// </remarks>
public sealed record Regularizer
{
    /// <summary>Creates a penalty.</summary>
    /// <param name="l1">See <see cref="L1"/>.</param>
    /// <param name="l2">See <see cref="L2"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not accepted.</exception>
    public Regularizer(double l1 = 0, double l2 = 0)
    {
        L1 = Guard.Accept(l1 >= 0 && double.IsFinite(l1), l1, nameof(L1), "0 or more, finite");
        L2 = Guard.Accept(l2 >= 0 && double.IsFinite(l2), l2, nameof(L2), "0 or more, finite");
    }

    /// <summary>The factor l1 of Σ|w|.</summary>
    /// <remarks>Default 0; accepted: 0 or more, finite. Keras suggests 0.01.</remarks>
    public double L1 { get; }

    /// <summary>The factor l2 of Σw².</summary>
    /// <remarks>Default 0; accepted: 0 or more, finite. Keras suggests 0.01.</remarks>
    public double L2 { get; }
}
