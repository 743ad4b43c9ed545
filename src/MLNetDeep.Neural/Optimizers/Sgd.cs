namespace MLNetDeep.Neural;

/// <summary>Stochastic gradient descent, with momentum, Nesterov momentum and learning-rate decay as in Keras.</summary>
/// <remarks>
/// At step t = 0, 1, ... with the gradient g: η = LearningRate(t) / (1 + Decay·t);
/// without momentum w ← w - η·g; with momentum μ: v ← μ·v - η·g, then w ← w + v, or w ← w + μ·v - η·g with Nesterov.
/// PyTorch leaves η out of v; with a constant rate the weights are the same.
/// </remarks>
public sealed record Sgd : OptimizerSpec
{
    /// <summary>The default of <see cref="OptimizerSpec.LearningRate"/>.</summary>
    public const double DefaultLearningRate = 0.01;

    /// <summary>The default of <see cref="Momentum"/>: none.</summary>
    public const double DefaultMomentum = 0;

    /// <summary>The default of <see cref="Nesterov"/>.</summary>
    public const bool DefaultNesterov = false;

    /// <summary>The default of <see cref="Decay"/>: a constant rate.</summary>
    public const double DefaultDecay = 0;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">See <see cref="OptimizerSpec.LearningRate"/>. Default: <see cref="DefaultLearningRate"/>.</param>
    /// <param name="momentum">See <see cref="Momentum"/>.</param>
    /// <param name="nesterov">See <see cref="Nesterov"/>.</param>
    /// <param name="decay">See <see cref="Decay"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range; the message gives both.</exception>
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

    /// <summary>μ: the share of the previous step that is added to each step. Default 0; accepted: 0 or more, below 1.</summary>
    public double Momentum
    {
        get;
        init => field = Share(value, nameof(Momentum));
    }

    /// <summary>
    /// Whether to use Nesterov momentum, which looks one momentum step ahead. Default false; no effect if the momentum is 0.
    /// </summary>
    public bool Nesterov { get; init; }

    /// <summary>The decay of the learning rate per step, d in η / (1 + d·t). Default 0; accepted: 0 or more, finite.</summary>
    public double Decay
    {
        get;
        init => field = NotNegative(value, nameof(Decay));
    }

    /// <inheritdoc/>
    public override double RateAt(long step) => LearningRate.At(step) / (1 + (Decay * step));
}
