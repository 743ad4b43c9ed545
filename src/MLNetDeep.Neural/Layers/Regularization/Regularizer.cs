using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>A penalty on weights that is added to the loss: l1·Σ|w| + l2·Σw². Data only; compared by value.</summary>
/// <remarks>
/// As Keras's <c>L1L2</c>; its gradient is l1·sign(w) + 2·l2·w. The penalty counts in the loss that is minimised and reported, in
/// training as in evaluation, and its gradient is clipped with the rest. (<c>weight_decay</c> of PyTorch's SGD adds λ·w to the gradient:
/// l2 = λ/2.)
/// </remarks>
public sealed record Regularizer
{
    /// <summary>Makes a penalty.</summary>
    /// <param name="l1">See <see cref="L1"/>.</param>
    /// <param name="l2">See <see cref="L2"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not accepted.</exception>
    public Regularizer(double l1 = 0, double l2 = 0)
    {
        L1 = Guard.Accept(l1 >= 0 && double.IsFinite(l1), l1, nameof(L1), "0 or more, finite");
        L2 = Guard.Accept(l2 >= 0 && double.IsFinite(l2), l2, nameof(L2), "0 or more, finite");
    }

    /// <summary>The factor of Σ|w|. Default 0; accepted: 0 or more, finite. (Keras suggests 0.01.)</summary>
    public double L1 { get; }

    /// <summary>The factor of Σw². Default 0; accepted: 0 or more, finite. (Keras suggests 0.01.)</summary>
    public double L2 { get; }
}
