using System.Text.Json.Serialization;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// The rule by which gradients update the weights. Instances hold options only, validate them when set, and are compared by value.
/// </summary>
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
    /// The learning rate η: a number (accepted: above 0, finite) or a schedule. The default is the <c>DefaultLearningRate</c> of the
    /// optimizer.
    /// </summary>
    public LearningRateSchedule LearningRate
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(LearningRate));
    }

    /// <summary>
    /// The largest magnitude of a gradient element. Elements are first clamped to ±<see cref="ClipValue"/>, as with Keras's
    /// <c>clipvalue</c>. Default null: no limit; accepted: above 0, finite. With a limit, each step takes longer, since gradients must be
    /// stored before they are applied.
    /// </summary>
    public double? ClipValue
    {
        get;
        init => field = ValidLimit(value, nameof(ClipValue));
    }

    /// <summary>
    /// The largest Euclidean norm of the whole gradient, over all parameters. A gradient with a larger norm is scaled down to this norm, as
    /// with Keras's <c>global_clipnorm</c> and PyTorch's <c>clip_grad_norm_</c>. Default null: no limit; accepted: above 0, finite. Applied
    /// after <see cref="ClipValue"/> if both are set. With a limit, each step takes longer, as with <see cref="ClipValue"/>.
    /// </summary>
    public double? GlobalClipNorm
    {
        get;
        init => field = ValidLimit(value, nameof(GlobalClipNorm));
    }

    /// <summary>Returns the learning rate of a step: the schedule's rate, lowered by the optimizer's own decay, if any.</summary>
    /// <param name="step">The zero-based index of the step, counted over all epochs.</param>
    /// <returns>The η in the optimizer's formula, without bias corrections. Training reports this rate.</returns>
    public virtual double RateAt(long step) => LearningRate.At(step);

    private protected static double ValidFraction(double value, string name) =>
        Guard.Accept(value is >= 0 and < 1, value, name, "0 or more, below 1");

    private protected static double ValidEpsilon(double value, string name) =>
        Guard.Accept(value is >= 1e-30 and <= 1, value, name, "1e-30 to 1");

    private protected static double ValidNonNegative(double value, string name) =>
        Guard.Accept(value >= 0 && double.IsFinite(value), value, name, "0 or more, finite");

    private static double? ValidLimit(double? value, string name) =>
        value is { } limit ? Guard.Accept(limit > 0 && double.IsFinite(limit), limit, name, "above 0, finite, or null") : null;
}
