namespace MLNetDeep.Neural;

/// <summary>Adadelta: each gradient is scaled by √(mean squared step) / √(mean squared gradient), both running means.</summary>
/// <remarks>
/// Source: Zeiler, "ADADELTA: an adaptive learning rate method" (2012). With the weight w, the gradient g and the learning rate η:
/// a ← ρ·a + (1-ρ)·g²; d = -g·√(b + ε) / √(a + ε); b ← ρ·b + (1-ρ)·d²; w ← w + η·d. The running means a and b start at 0. The defaults are
/// Keras's and learn slowly. The paper and PyTorch use η = 1; PyTorch also uses ρ = 0.9 and ε = 1e-6.
/// </remarks>
public sealed record Adadelta : OptimizerSpec
{
    /// <summary>The default of <see cref="OptimizerSpec.LearningRate"/>.</summary>
    public const double DefaultLearningRate = 0.001;

    /// <summary>The default of <see cref="Rho"/>.</summary>
    public const double DefaultRho = 0.95;

    /// <summary>The default of <see cref="Epsilon"/>.</summary>
    public const double DefaultEpsilon = 1e-7;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="learningRate">See <see cref="OptimizerSpec.LearningRate"/>. Default: <see cref="DefaultLearningRate"/>.</param>
    /// <param name="rho">See <see cref="Rho"/>.</param>
    /// <param name="epsilon">See <see cref="Epsilon"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A value is out of range; the message names the value and the accepted range.
    /// </exception>
    public Adadelta(LearningRateSchedule? learningRate = null, double rho = DefaultRho, double epsilon = DefaultEpsilon)
        : base(learningRate ?? DefaultLearningRate)
    {
        Rho = rho;
        Epsilon = epsilon;
    }

    /// <summary>The fraction ρ of the running means that is kept at each step. Default 0.95; accepted: 0 or more, below 1.</summary>
    public double Rho
    {
        get;
        init => field = ValidFraction(value, nameof(Rho));
    }

    /// <summary>
    /// The constant ε that keeps the division finite and the first steps from being 0. Default 1e-7; accepted: 1e-30 to 1.
    /// </summary>
    public double Epsilon
    {
        get;
        init => field = ValidEpsilon(value, nameof(Epsilon));
    }
}
