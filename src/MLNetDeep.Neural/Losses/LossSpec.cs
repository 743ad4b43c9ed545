using System.Text;
using System.Text.Json.Serialization;

namespace MLNetDeep.Neural;

/// <summary>
/// The loss that training minimizes: the batch mean of (row loss x row weight), plus the layers' penalties. Instances hold options only and
/// are compared by value.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(BinaryCrossEntropy), "binaryCrossEntropy")]
[JsonDerivedType(typeof(CategoricalCrossEntropy), "categoricalCrossEntropy")]
[JsonDerivedType(typeof(Huber), "huber")]
[JsonDerivedType(typeof(MeanAbsoluteError), "meanAbsoluteError")]
[JsonDerivedType(typeof(MeanSquaredError), "meanSquaredError")]
[JsonDerivedType(typeof(MeanSquaredLogarithmicError), "meanSquaredLogarithmicError")]
public abstract record LossSpec
{
    private protected LossSpec()
    {
    }

    /// <summary>
    /// Whether the loss is computed from the logits, the last layer's values before its activation (see
    /// <see cref="LayerSpec.WithoutActivation"/>). Such a loss applies the activation itself. If false, the loss is computed from the
    /// outputs.
    /// </summary>
    [JsonIgnore]
    public virtual bool TakesLogits => false;

    /// <summary>Whether each row belongs to a class. If so, accuracy is reported and class weights apply.</summary>
    [JsonIgnore]
    public virtual bool IsClassification => false;

    /// <summary>
    /// Returns the usual loss for the network's last activation: <see cref="CategoricalCrossEntropy"/> with softmax,
    /// <see cref="BinaryCrossEntropy"/> with sigmoid, otherwise <see cref="MeanSquaredError"/>.
    /// </summary>
    /// <param name="spec">The network.</param>
    public static LossSpec DefaultFor(NetworkSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return spec.OutputActivation switch
        {
            Softmax => new CategoricalCrossEntropy(),
            Sigmoid => new BinaryCrossEntropy(),
            _ => new MeanSquaredError(),
        };
    }

    /// <summary>Throws if this loss does not support the network's output layer.</summary>
    /// <exception cref="ArgumentException">The last layer does not have an activation that the loss supports.</exception>
    internal abstract void Check(NetworkSpec spec);

    /// <summary>Throws if the targets do not fit this loss or the network's outputs.</summary>
    /// <exception cref="ArgumentException">The targets have the wrong kind, column count or range.</exception>
    internal abstract void CheckTargets(NetworkSpec spec, Targets targets, string name);

    /// <summary>
    /// Returns the loss for predictions and targets that are divided by a number, and the factor by which that loss must be multiplied to
    /// equal this loss. Returns null if there is no such loss.
    /// </summary>
    /// <param name="deviation">The number that predictions and targets are divided by: above 0.</param>
    internal virtual (LossSpec Loss, double Factor)? ForTargetDeviation(double deviation) => null;

    /// <summary>
    /// Keeps <see cref="TakesLogits"/> and <see cref="IsClassification"/> out of <c>ToString</c>: both follow from the type.
    /// </summary>
    /// <param name="builder">The builder of the text.</param>
    /// <returns>False: nothing was written.</returns>
    protected virtual bool PrintMembers(StringBuilder builder) => false;

    /// <summary>Creates the exception for a network whose last layer does not fit this loss. The message says what to change.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="needed">What the last layer must have, in words.</param>
    private protected ArgumentException WrongLastLayer(NetworkSpec spec, string needed) => new(
        $"{GetType().Name} needs {needed}; the network ends in {spec.Layers[^1]}. "
        + $"Change the last layer, or set Loss to new {DefaultFor(spec).GetType().Name}().");

    private protected static DenseTargets RequireDenseTargets(NetworkSpec spec, Targets targets, string name) =>
        targets is DenseTargets dense && dense.ColumnCount == spec.OutputSize
            ? dense
            : throw new ArgumentException(
                targets is DenseTargets other
                    ? $"{name} has {other.ColumnCount} target columns; the network has {spec.OutputSize} outputs."
                    : $"{name} holds class targets; a regression loss needs DenseTargets with {spec.OutputSize} columns. For classes, end the "
                        + $"network in {(spec.OutputSize == 1 ? "Activation.Sigmoid" : "Activation.Softmax")}, and set Loss to "
                        + $"new {(spec.OutputSize == 1 ? nameof(BinaryCrossEntropy) : nameof(CategoricalCrossEntropy))}().",
                name);
}
