namespace MLNetDeep.Neural;

/// <summary>
/// Adagrad: each parameter's steps shrink with the sum of its squared gradients so far, so rare features keep long steps.
/// </summary>
/// <remarks>
/// Duchi, Hazan and Singer, "Adaptive subgradient methods" (2011), in Keras's form: a ← a + g²; w ← w - η·g / √(a + ε), where a starts at
/// <see cref="InitialAccumulator"/>. PyTorch divides by √a + ε with ε = 1e-10, starts with a = 0, and its default rate is 0.01.
/// </remarks>
public sealed record Adagrad : OptimizerSpec
{
    /// <summary>The default of <see cref="OptimizerSpec.LearningRate"/>.</summary>
    public const double DefaultLearningRate = 0.001;

    /// <summary>The default of <see cref="InitialAccumulator"/>.</summary>
    public const double DefaultInitialAccumulator = 0.1;

    /// <summary>The default of <see cref="Epsilon"/>.</summary>
    public const double DefaultEpsilon = 1e-7;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">See <see cref="OptimizerSpec.LearningRate"/>. Default: <see cref="DefaultLearningRate"/>.</param>
    /// <param name="initialAccumulator">See <see cref="InitialAccumulator"/>.</param>
    /// <param name="epsilon">See <see cref="Epsilon"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range; the message gives both.</exception>
    public Adagrad(
        LearningRateSchedule? learningRate = null,
        double initialAccumulator = DefaultInitialAccumulator,
        double epsilon = DefaultEpsilon)
        : base(learningRate ?? DefaultLearningRate)
    {
        InitialAccumulator = initialAccumulator;
        Epsilon = epsilon;
    }

    /// <summary>The initial value of the sums of squares. Default 0.1; accepted: 0 or more, finite.</summary>
    public double InitialAccumulator
    {
        get;
        init => field = NotNegative(value, nameof(InitialAccumulator));
    }

    /// <summary>ε: keeps the division finite. Default 1e-7; accepted: 1e-30 to 1.</summary>
    public double Epsilon
    {
        get;
        init => field = Small(value, nameof(Epsilon));
    }
}
