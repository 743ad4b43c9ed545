using System.Text.Json.Serialization;

namespace MLNetDeep.Neural;

/// <summary>Adam: steps follow a running mean of the gradient, divided by the root of a running mean of its square.</summary>
/// <remarks>
/// Source: Kingma and Ba, "Adam: a method for stochastic optimization" (2015), in the form at the end of its section 2, which Keras uses.
/// At step t = 1, 2, ... with the weight w, the gradient g and the learning rate η: m ← β₁·m + (1-β₁)·g; v ← β₂·v + (1-β₂)·g²;
/// w ← w - η·√(1-β₂ᵗ)/(1-β₁ᵗ) · m/(√v + ε). PyTorch adds ε after dividing √v by √(1-β₂ᵗ), and its default ε is 1e-8; the first steps differ
/// by about ε/√v. Running means m and v below 1e-30 in magnitude are set to 0, since arithmetic on denormal numbers is slow.
/// </remarks>
public sealed record Adam : OptimizerSpec
{
    /// <summary>The default of <see cref="OptimizerSpec.LearningRate"/>.</summary>
    public const double DefaultLearningRate = 0.001;

    /// <summary>The default of <see cref="Beta1"/>.</summary>
    public const double DefaultBeta1 = 0.9;

    /// <summary>The default of <see cref="Beta2"/>.</summary>
    public const double DefaultBeta2 = 0.999;

    /// <summary>The default of <see cref="Epsilon"/>.</summary>
    public const double DefaultEpsilon = 1e-7;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="learningRate">See <see cref="OptimizerSpec.LearningRate"/>. Default: <see cref="DefaultLearningRate"/>.</param>
    /// <param name="beta1">See <see cref="Beta1"/>.</param>
    /// <param name="beta2">See <see cref="Beta2"/>.</param>
    /// <param name="epsilon">See <see cref="Epsilon"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A value is out of range; the message names the value and the accepted range.
    /// </exception>
    public Adam(
        LearningRateSchedule? learningRate = null,
        double beta1 = DefaultBeta1,
        double beta2 = DefaultBeta2,
        double epsilon = DefaultEpsilon)
        : base(learningRate ?? DefaultLearningRate)
    {
        Beta1 = beta1;
        Beta2 = beta2;
        Epsilon = epsilon;
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

    /// <summary>
    /// Whether a row of an <see cref="Embedding"/>'s table stays as it is, with its running means, in each step in which its gradient is 0.
    /// Default false: every row moves in every step, as in Keras and as with PyTorch's <c>Adam</c>.
    /// </summary>
    /// <remarks>
    /// Rows that do not occur in a batch have the gradient 0, unless the table has a penalty, so a step takes time only for the words of its
    /// batch. This is what PyTorch's <c>SparseAdam</c> and TensorFlow's <c>LazyAdam</c> do. The results differ: a rare word keeps its
    /// weights and means until it occurs again, while the exact form lets it drift on along its last gradients. The bias corrections count
    /// all steps. Other parameters are not affected.
    /// </remarks>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool LazyEmbeddings { get; init; }

    /// <summary>The constant ε that keeps the division finite. Default 1e-7; accepted: 1e-30 to 1.</summary>
    public double Epsilon
    {
        get;
        init => field = ValidEpsilon(value, nameof(Epsilon));
    }
}
