namespace MLNetDeep.Neural;

/// <summary>Adadelta: steps scaled by running means of the squared steps over those of the squared gradients.</summary>
/// <remarks>
/// Zeiler, "ADADELTA: an adaptive learning rate method" (2012): a ← ρ·a + (1-ρ)·g²; d = -g·√(b + ε) / √(a + ε); b ← ρ·b + (1-ρ)·d²;
/// w ← w + η·d. The defaults are Keras's and learn slowly. The rate is 1 in the paper and PyTorch; PyTorch's ρ is 0.9, its ε 1e-6.
/// </remarks>
public sealed record Adadelta : OptimizerSpec
{
    /// <summary>The default of <see cref="OptimizerSpec.LearningRate"/>.</summary>
    public const double DefaultLearningRate = 0.001;

    /// <summary>The default of <see cref="Rho"/>.</summary>
    public const double DefaultRho = 0.95;

    /// <summary>The default of <see cref="Epsilon"/>.</summary>
    public const double DefaultEpsilon = 1e-7;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">See <see cref="OptimizerSpec.LearningRate"/>. Default: <see cref="DefaultLearningRate"/>.</param>
    /// <param name="rho">See <see cref="Rho"/>.</param>
    /// <param name="epsilon">See <see cref="Epsilon"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range; the message gives both.</exception>
    public Adadelta(LearningRateSchedule? learningRate = null, double rho = DefaultRho, double epsilon = DefaultEpsilon)
        : base(learningRate ?? DefaultLearningRate)
    {
        Rho = rho;
        Epsilon = epsilon;
    }

    /// <summary>ρ: the share of the running means that is kept at each step. Default 0.95; accepted: 0 or more, below 1.</summary>
    public double Rho
    {
        get;
        init => field = Share(value, nameof(Rho));
    }

    /// <summary>ε: keeps the division finite and the first steps above 0. Default 1e-7; accepted: 1e-30 to 1.</summary>
    public double Epsilon
    {
        get;
        init => field = Small(value, nameof(Epsilon));
    }
}
