namespace MLNetDeep.Neural;

/// <summary>Stochastic gradient descent, optionally with momentum, Nesterov momentum and learning-rate decay, as in Keras.</summary>
/// <remarks>
/// At step t = 0, 1, ... with the weight w and the gradient g: η = LearningRate(t) / (1 + Decay·t). Without momentum: w ← w - η·g. With
/// momentum μ: v ← μ·v - η·g; w ← w + v. With Nesterov momentum: v ← μ·v - η·g; w ← w + μ·v - η·g. PyTorch leaves η out of v; with a
/// constant rate its weights are the same.
/// </remarks>
public sealed record Sgd : OptimizerSpec
{
    /// <summary>The default of <see cref="OptimizerSpec.LearningRate"/>.</summary>
    public const double DefaultLearningRate = 0.01;

    /// <summary>The default of <see cref="Momentum"/>: 0, no momentum.</summary>
    public const double DefaultMomentum = 0;

    /// <summary>The default of <see cref="Nesterov"/>.</summary>
    public const bool DefaultNesterov = false;

    /// <summary>The default of <see cref="Decay"/>: 0, no decay.</summary>
    public const double DefaultDecay = 0;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="learningRate">See <see cref="OptimizerSpec.LearningRate"/>. Default: <see cref="DefaultLearningRate"/>.</param>
    /// <param name="momentum">See <see cref="Momentum"/>.</param>
    /// <param name="nesterov">See <see cref="Nesterov"/>.</param>
    /// <param name="decay">See <see cref="Decay"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A value is out of range; the message names the value and the accepted range.
    /// </exception>
    public Sgd(
        LearningRateSchedule? learningRate = null,
        double momentum = DefaultMomentum,
        bool nesterov = DefaultNesterov,
        double decay = DefaultDecay)
        : base(learningRate ?? DefaultLearningRate)
    {
        Momentum = momentum;
        Nesterov = nesterov;
        Decay = decay;
    }

    /// <summary>The fraction μ of the previous step that is added to each step. Default 0; accepted: 0 or more, below 1.</summary>
    public double Momentum
    {
        get;
        init => field = ValidFraction(value, nameof(Momentum));
    }

    /// <summary>
    /// Whether to use Nesterov momentum; see the formula in the remarks. Default false; no effect if the momentum is
    /// 0.
    /// </summary>
    public bool Nesterov { get; init; }

    /// <summary>
    /// The decay d of the learning rate: at step t the rate is divided by 1 + d·t. Default 0; accepted: 0 or more, finite.
    /// </summary>
    public double Decay
    {
        get;
        init => field = ValidNonNegative(value, nameof(Decay));
    }

    /// <inheritdoc/>
    public override double RateAt(long step) => LearningRate.At(step) / (1 + (Decay * step));
}
