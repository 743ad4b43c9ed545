using System.Text;
using System.Text.Json.Serialization;

namespace MLNetDeep.Neural;

/// <summary>
/// The loss that training minimizes: the mean over the rows of a batch of each row's loss times its weight, plus the penalties of the
/// layers. Holds options only; compared by value.
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
    /// Whether the loss is computed from the logits: what the last layer gives without its activation (see
    /// <see cref="LayerSpec.WithoutActivation"/>), which the loss includes. Otherwise it is computed from the outputs.
    /// </summary>
    [JsonIgnore]
    public virtual bool TakesLogits => false;

    /// <summary>Whether each row has a class, so that accuracy is counted and class weights apply.</summary>
    [JsonIgnore]
    public virtual bool IsClassification => false;

    /// <summary>
    /// The usual loss for the last layer's activation: <see cref="CategoricalCrossEntropy"/> with softmax,
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

    /// <summary>Refuses networks whose last layer this loss cannot follow.</summary>
    /// <exception cref="ArgumentException">The last layer has another activation than the loss needs.</exception>
    internal abstract void Check(NetworkSpec spec);

    /// <summary>Refuses targets that do not fit this loss and the network's outputs.</summary>
    /// <exception cref="ArgumentException">The targets are of another kind, width or range.</exception>
    internal abstract void CheckTargets(NetworkSpec spec, Targets targets, string name);

    /// <summary>Leaves <see cref="TakesLogits"/> and <see cref="IsClassification"/> out of the text: they follow from the type.</summary>
    /// <param name="builder">Where the text is written.</param>
    /// <returns>Always false: nothing is written.</returns>
    protected virtual bool PrintMembers(StringBuilder builder) => false;

    private protected static DenseTargets NeedColumns(NetworkSpec spec, Targets targets, string name) =>
        targets is DenseTargets dense && dense.ColumnCount == spec.OutputSize
            ? dense
            : throw new ArgumentException(
                targets is DenseTargets other
                    ? $"{name} has {other.ColumnCount} target columns; the network gives {spec.OutputSize} values."
                    : $"{name} has classes for targets; a regression loss needs DenseTargets of {spec.OutputSize} columns.",
                name);
}
