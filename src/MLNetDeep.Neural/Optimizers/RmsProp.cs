namespace MLNetDeep.Neural;

/// <summary>RMSprop: steps scaled by a running mean of the squared gradient; optionally centered and with momentum.</summary>
/// <remarks>
/// Tieleman and Hinton (Coursera, 2012, lecture 6.5), in Keras's form: v ← ρ·v + (1-ρ)·g²; s = η·g / √(v + ε), where the centered form
/// subtracts the squared running mean of g from v; w ← w - s, or with momentum u ← μ·u + s, w ← w - u. PyTorch divides by √v + ε with ε =
/// 1e-8, its ρ (alpha) is 0.99 and its rate 0.01.
/// </remarks>
public sealed record RmsProp : OptimizerSpec
{
    /// <summary>The default of <see cref="OptimizerSpec.LearningRate"/>.</summary>
    public const double DefaultLearningRate = 0.001;

    /// <summary>The default of <see cref="Rho"/>.</summary>
    public const double DefaultRho = 0.9;

    /// <summary>The default of <see cref="Momentum"/>: none.</summary>
    public const double DefaultMomentum = 0;

    /// <summary>The default of <see cref="Epsilon"/>.</summary>
    public const double DefaultEpsilon = 1e-7;

    /// <summary>The default of <see cref="Centered"/>.</summary>
    public const bool DefaultCentered = false;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">See <see cref="OptimizerSpec.LearningRate"/>. Default: <see cref="DefaultLearningRate"/>.</param>
    /// <param name="rho">See <see cref="Rho"/>.</param>
    /// <param name="momentum">See <see cref="Momentum"/>.</param>
    /// <param name="epsilon">See <see cref="Epsilon"/>.</param>
    /// <param name="centered">See <see cref="Centered"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range; the message gives both.</exception>
    public RmsProp(
        LearningRateSchedule? learningRate = null,
        double rho = DefaultRho,
        double momentum = DefaultMomentum,
        double epsilon = DefaultEpsilon,
        bool centered = DefaultCentered)
        : base(learningRate ?? DefaultLearningRate)
    {
        Rho = rho;
        Momentum = momentum;
        Epsilon = epsilon;
        Centered = centered;
    }

    /// <summary>ρ: the share of the running means that is kept at each step. Default 0.9; accepted: 0 or more, below 1.</summary>
    public double Rho
    {
        get;
        init => field = Share(value, nameof(Rho));
    }

    /// <summary>μ: the share of the previous step that is added to each step. Default 0; accepted: 0 or more, below 1.</summary>
    public double Momentum
    {
        get;
        init => field = Share(value, nameof(Momentum));
    }

    /// <summary>ε: keeps the division finite. Default 1e-7; accepted: 1e-30 to 1.</summary>
    public double Epsilon
    {
        get;
        init => field = Small(value, nameof(Epsilon));
    }

    /// <summary>Whether steps are scaled by the variance of the gradient rather than by its mean square. Default false.</summary>
    public bool Centered { get; init; }
}
