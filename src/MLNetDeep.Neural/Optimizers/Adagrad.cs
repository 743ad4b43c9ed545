namespace MLNetDeep.Neural;

/// <summary>
/// Adagrad: a parameter's steps shrink as the sum of its squared gradients grows, so weights of rare features keep taking large steps.
/// </summary>
/// <remarks>
/// Source: Duchi, Hazan and Singer, "Adaptive subgradient methods" (2011), in Keras's form. With the weight w, the gradient g and the
/// learning rate η: a ← a + g²; w ← w - η·g / √(a + ε), where a starts at <see cref="InitialAccumulator"/>. PyTorch divides by √a + ε with
/// ε = 1e-10 and starts with a = 0; its default rate is 0.01.
/// </remarks>
public sealed record Adagrad : OptimizerSpec
{
    /// <summary>The default of <see cref="OptimizerSpec.LearningRate"/>.</summary>
    public const double DefaultLearningRate = 0.001;

    /// <summary>The default of <see cref="InitialAccumulator"/>.</summary>
    public const double DefaultInitialAccumulator = 0.1;

    /// <summary>The default of <see cref="Epsilon"/>.</summary>
    public const double DefaultEpsilon = 1e-7;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="learningRate">See <see cref="OptimizerSpec.LearningRate"/>. Default: <see cref="DefaultLearningRate"/>.</param>
    /// <param name="initialAccumulator">See <see cref="InitialAccumulator"/>.</param>
    /// <param name="epsilon">See <see cref="Epsilon"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A value is out of range; the message names the value and the accepted range.
    /// </exception>
    public Adagrad(
        LearningRateSchedule? learningRate = null,
        double initialAccumulator = DefaultInitialAccumulator,
        double epsilon = DefaultEpsilon)
        : base(learningRate ?? DefaultLearningRate)
    {
        InitialAccumulator = initialAccumulator;
        Epsilon = epsilon;
    }

    /// <summary>The initial value of each sum of squared gradients. Default 0.1; accepted: 0 or more, finite.</summary>
    public double InitialAccumulator
    {
        get;
        init => field = ValidNonNegative(value, nameof(InitialAccumulator));
    }

    /// <summary>The constant ε that keeps the division finite. Default 1e-7; accepted: 1e-30 to 1.</summary>
    public double Epsilon
    {
        get;
        init => field = ValidEpsilon(value, nameof(Epsilon));
    }
}
