using System.Text.Json.Serialization;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>How gradients update the weights. Holds options only, which are validated when set; compared by value.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Adadelta), "adadelta")]
[JsonDerivedType(typeof(Adagrad), "adagrad")]
[JsonDerivedType(typeof(Adam), "adam")]
[JsonDerivedType(typeof(AdamW), "adamW")]
[JsonDerivedType(typeof(RmsProp), "rmsProp")]
[JsonDerivedType(typeof(Sgd), "sgd")]
public abstract record OptimizerSpec
{
    private protected OptimizerSpec(LearningRateSchedule learningRate)
    {
        LearningRate = learningRate;
    }

    /// <summary>
    /// η: the learning rate, a number (accepted: above 0, finite) or a schedule. The default is the optimizer's
    /// <c>DefaultLearningRate</c>.
    /// </summary>
    public LearningRateSchedule LearningRate
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(LearningRate));
    }

    /// <summary>
    /// The limit of each element of the gradient: elements are clamped to ±this before anything else. Keras's <c>clipvalue</c>. Default
    /// null: no limit; accepted: above 0, finite. With a limit, steps are slower, since gradients must be stored before they are applied.
    /// </summary>
    public double? ClipValue
    {
        get;
        init => field = Limit(value, nameof(ClipValue));
    }

    /// <summary>
    /// The limit of the Euclidean norm of the gradients of all parameters together: longer gradients are scaled down to it. Keras's
    /// <c>global_clipnorm</c>, PyTorch's <c>clip_grad_norm_</c>. Default null: no limit; accepted: above 0, finite. Applied after
    /// <see cref="ClipValue"/> if both are set; slows steps in the same way.
    /// </summary>
    public double? GlobalClipNorm
    {
        get;
        init => field = Limit(value, nameof(GlobalClipNorm));
    }

    /// <summary>The learning rate of a step: the schedule's rate, lowered by the optimizer's own decay where it has one.</summary>
    /// <param name="step">The number of steps taken before, over all epochs: 0 or more.</param>
    /// <returns>η of the optimizer's formula, without bias corrections; the rate that training reports.</returns>
    public virtual double RateAt(long step) => LearningRate.At(step);

    private protected static double Share(double value, string name) =>
        Guard.Accept(value is >= 0 and < 1, value, name, "0 or more, below 1");

    private protected static double Small(double value, string name) => Guard.Accept(value is >= 1e-30 and <= 1, value, name, "1e-30 to 1");

    private protected static double NotNegative(double value, string name) =>
        Guard.Accept(value >= 0 && double.IsFinite(value), value, name, "0 or more, finite");

    private static double? Limit(double? value, string name) =>
        value is { } limit ? Guard.Accept(limit > 0 && double.IsFinite(limit), limit, name, "above 0, finite, or null") : null;
}
