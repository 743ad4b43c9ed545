namespace MLNetDeep.Neural;

/// <summary>Adam with decoupled weight decay: before each step, w ← w - η·λ·w, with the weight w and the learning rate η.</summary>
/// <remarks>
/// Source: Loshchilov and Hutter, "Decoupled weight decay regularization" (2019). As in Keras, all parameters decay, including biases. The
/// step that follows the decay is the step of <see cref="Adam"/>. PyTorch's default λ is 0.01.
/// </remarks>
public sealed record AdamW : OptimizerSpec
{
    /// <summary>The default of <see cref="OptimizerSpec.LearningRate"/>.</summary>
    public const double DefaultLearningRate = 0.001;

    /// <summary>The default of <see cref="WeightDecay"/>, as in Keras.</summary>
    public const double DefaultWeightDecay = 0.004;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="learningRate">See <see cref="OptimizerSpec.LearningRate"/>. Default: <see cref="DefaultLearningRate"/>.</param>
    /// <param name="weightDecay">See <see cref="WeightDecay"/>.</param>
    /// <param name="beta1">See <see cref="Beta1"/>.</param>
    /// <param name="beta2">See <see cref="Beta2"/>.</param>
    /// <param name="epsilon">See <see cref="Epsilon"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A value is out of range; the message names the value and the accepted range.
    /// </exception>
    public AdamW(
        LearningRateSchedule? learningRate = null,
        double weightDecay = DefaultWeightDecay,
        double beta1 = Adam.DefaultBeta1,
        double beta2 = Adam.DefaultBeta2,
        double epsilon = Adam.DefaultEpsilon)
        : base(learningRate ?? DefaultLearningRate)
    {
        WeightDecay = weightDecay;
        Beta1 = beta1;
        Beta2 = beta2;
        Epsilon = epsilon;
    }

    /// <summary>
    /// The decay λ: each step subtracts the fraction η·λ of each weight. Default 0.004; accepted: 0 or more, finite.
    /// </summary>
    public double WeightDecay
    {
        get;
        init => field = ValidNonNegative(value, nameof(WeightDecay));
    }

    /// <summary>The fraction β₁ of the mean gradient that is kept at each step. Default 0.9; accepted: 0 or more, below 1.</summary>
    public double Beta1
    {
        get;
        init => field = ValidFraction(value, nameof(Beta1));
    }

    /// <summary>
    /// The fraction β₂ of the mean squared gradient that is kept at each step. Default 0.999; accepted: 0 or more, below 1.
    /// </summary>
    public double Beta2
    {
        get;
        init => field = ValidFraction(value, nameof(Beta2));
    }

    /// <summary>The constant ε that keeps the division finite. Default 1e-7; accepted: 1e-30 to 1.</summary>
    public double Epsilon
    {
        get;
        init => field = ValidEpsilon(value, nameof(Epsilon));
    }
}
