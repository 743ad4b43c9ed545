using System.Text.Json.Serialization;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// A learning rate that may change with each step. A step is one mini-batch, as in Keras, not one epoch. A number converts to a constant
/// rate. Instances hold options only, validate them when created, and are compared by value.
/// </summary>
/// <example>
/// <code>
/// OptimizerSpec adam = new Adam(new WarmUp(new CosineDecay(0.001, decaySteps: 10_000), steps: 500));
/// OptimizerSpec sgd = new Sgd(0.01);
/// </code>
/// </example>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ConstantRate), "constant")]
[JsonDerivedType(typeof(CosineDecay), "cosine")]
[JsonDerivedType(typeof(ExponentialDecay), "exponential")]
[JsonDerivedType(typeof(OneCycle), "oneCycle")]
[JsonDerivedType(typeof(StepDecay), "step")]
[JsonDerivedType(typeof(TimeDecay), "time")]
[JsonDerivedType(typeof(WarmUp), "warmUp")]
public abstract record LearningRateSchedule
{
    private protected LearningRateSchedule()
    {
    }

    /// <summary>Returns the learning rate of a step.</summary>
    /// <param name="step">The zero-based index of the step, counted over all epochs.</param>
    public abstract double At(long step);

    /// <summary>Converts a number to a constant rate.</summary>
    /// <param name="rate">Above 0, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is not accepted.</exception>
    public static implicit operator LearningRateSchedule(double rate) => new ConstantRate(rate);

    private protected static double ValidRate(double value, string name) =>
        Guard.Accept(value > 0 && double.IsFinite(value), value, name, "above 0, finite");

    private protected static long ValidCount(long value, string name) => Guard.Accept(value >= 1, value, name, "1 or more");
}
