namespace MLNetDeep.Neural;

/// <summary>Adam with decoupled weight decay: before each step, w ← w - η·λ·w.</summary>
/// <remarks>
/// Loshchilov and Hutter, "Decoupled weight decay regularization" (2019), as in Keras: all parameters decay, including biases. The step is
/// that of <see cref="Adam"/>, which adds ε at the same place. PyTorch's default λ is 0.01.
/// </remarks>
public sealed record AdamW : OptimizerSpec
{
    /// <summary>The default of <see cref="OptimizerSpec.LearningRate"/>.</summary>
    public const double DefaultLearningRate = 0.001;

    /// <summary>The default of <see cref="WeightDecay"/>, Keras's.</summary>
    public const double DefaultWeightDecay = 0.004;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">See <see cref="OptimizerSpec.LearningRate"/>. Default: <see cref="DefaultLearningRate"/>.</param>
    /// <param name="weightDecay">See <see cref="WeightDecay"/>.</param>
    /// <param name="beta1">See <see cref="Beta1"/>.</param>
    /// <param name="beta2">See <see cref="Beta2"/>.</param>
    /// <param name="epsilon">See <see cref="Epsilon"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range; the message gives both.</exception>
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
    /// λ: times the learning rate, the share of each weight that each step subtracts. Default 0.004; accepted: 0 or more, finite.
    /// </summary>
    public double WeightDecay
    {
        get;
        init => field = NotNegative(value, nameof(WeightDecay));
    }

    /// <summary>β₁: the share of the mean gradient that is kept at each step. Default 0.9; accepted: 0 or more, below 1.</summary>
    public double Beta1
    {
        get;
        init => field = Share(value, nameof(Beta1));
    }

    /// <summary>
    /// β₂: the share of the mean squared gradient that is kept at each step. Default 0.999; accepted: 0 or more, below 1.
    /// </summary>
    public double Beta2
    {
        get;
        init => field = Share(value, nameof(Beta2));
    }

    /// <summary>ε: keeps the division finite. Default 1e-7; accepted: 1e-30 to 1.</summary>
    public double Epsilon
    {
        get;
        init => field = Small(value, nameof(Epsilon));
    }
}
