namespace MLNetDeep.Neural;

/// <summary>RMSprop: gradients divided by the root of their running mean square; optionally centered and with momentum.</summary>
/// <remarks>
/// Source: Tieleman and Hinton (Coursera, 2012, lecture 6.5), in Keras's form. With the weight w, the gradient g and the learning rate η:
/// v ← ρ·v + (1-ρ)·g²; s = η·g / √(v + ε); w ← w - s. The centered form subtracts the squared running mean of g from v in s. With momentum:
/// u ← μ·u + s; w ← w - u. PyTorch divides by √v + ε with ε = 1e-8; its default ρ (alpha) is 0.99 and its default rate 0.01.
/// </remarks>
public sealed record RmsProp : OptimizerSpec
{
    /// <summary>The default of <see cref="OptimizerSpec.LearningRate"/>.</summary>
    public const double DefaultLearningRate = 0.001;

    /// <summary>The default of <see cref="Rho"/>.</summary>
    public const double DefaultRho = 0.9;

    /// <summary>The default of <see cref="Momentum"/>: 0, no momentum.</summary>
    public const double DefaultMomentum = 0;

    /// <summary>The default of <see cref="Epsilon"/>.</summary>
    public const double DefaultEpsilon = 1e-7;

    /// <summary>The default of <see cref="Centered"/>.</summary>
    public const bool DefaultCentered = false;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="learningRate">See <see cref="OptimizerSpec.LearningRate"/>. Default: <see cref="DefaultLearningRate"/>.</param>
    /// <param name="rho">See <see cref="Rho"/>.</param>
    /// <param name="momentum">See <see cref="Momentum"/>.</param>
    /// <param name="epsilon">See <see cref="Epsilon"/>.</param>
    /// <param name="centered">See <see cref="Centered"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A value is out of range; the message names the value and the accepted range.
    /// </exception>
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

    /// <summary>The fraction ρ of the running means that is kept at each step. Default 0.9; accepted: 0 or more, below 1.</summary>
    public double Rho
    {
        get;
        init => field = ValidFraction(value, nameof(Rho));
    }

    /// <summary>The fraction μ of the previous step that is added to each step. Default 0; accepted: 0 or more, below 1.</summary>
    public double Momentum
    {
        get;
        init => field = ValidFraction(value, nameof(Momentum));
    }

    /// <summary>The constant ε that keeps the division finite. Default 1e-7; accepted: 1e-30 to 1.</summary>
    public double Epsilon
    {
        get;
        init => field = ValidEpsilon(value, nameof(Epsilon));
    }

    /// <summary>Whether to divide by the root of the gradient's variance instead of its mean square. Default false.</summary>
    public bool Centered { get; init; }
}
