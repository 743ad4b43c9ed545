using Microsoft.ML;
using MLNetDeep.Interop;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>
/// A prediction task: defines the label type, the output columns and the default loss. The trainer, transformer and mapper are shared by
/// all tasks.
/// </summary>
internal abstract class NetworkTask
{
    /// <summary>Multiclass classification.</summary>
    public static NetworkTask Multiclass { get; } = new MulticlassTask();

    /// <summary>Binary classification.</summary>
    public static NetworkTask Binary { get; } = new BinaryTask();

    /// <summary>Regression.</summary>
    public static NetworkTask Regression { get; } = new RegressionTask();

    /// <summary>What the task is called in messages.</summary>
    public abstract string Kind { get; }

    /// <summary>The format identifier of the task's models in a model file.</summary>
    public abstract ModelFormat Format { get; }

    /// <summary>The loss if the options do not set one.</summary>
    public abstract LossSpec DefaultLoss { get; }

    /// <summary>The activation of the output layer of networks that the trainers create (all but custom networks).</summary>
    public abstract Activation OutputActivation { get; }

    /// <summary>Whether scores are logits; false if they are the network's outputs.</summary>
    public virtual bool ScoresAreLogits => false;

    /// <summary>Whether a model stores the names of its classes.</summary>
    public virtual bool HasLabelValues => false;

    /// <summary>
    /// Whether the score columns always come last. If false, a score column follows the column of the same name that it hides.
    /// </summary>
    public virtual bool AppendsScoreColumnsLast => false;

    /// <summary>Finds the label column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or has the wrong type.</exception>
    public abstract LabelColumn FindLabel(DataViewSchema schema, string name);

    /// <summary>Returns the input shape with the prediction columns added.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The label column is missing or has the wrong type.</exception>
    public abstract SchemaShape AddColumns(SchemaShape inputSchema, string labelName);

    /// <summary>Throws if a network or a loss does not fit the task. Checked before rows are read.</summary>
    /// <exception cref="InvalidOperationException">The message says what to change.</exception>
    public virtual void Check(NetworkSpec spec, LossSpec loss)
    {
        if (loss.GetType() != DefaultLoss.GetType())
        {
            throw new InvalidOperationException(
                $"Loss is {loss}, which does not fit {Kind}: set Loss to new {DefaultLoss.GetType().Name}(), or leave it null.");
        }

        if (spec.OutputActivation.GetType() != OutputActivation.GetType())
        {
            throw new InvalidOperationException(
                $"The network ends in {spec.Layers[^1]}; {Kind} needs Activation.{OutputActivation.GetType().Name} in the last layer.");
        }
    }

    /// <summary>Creates the prediction columns, with the same annotations as those of ML.NET's trainers.</summary>
    /// <param name="inputSchema">The schema of the input rows.</param>
    /// <param name="outputs">The number of network outputs.</param>
    /// <param name="values">The names of the classes; null if they are unknown.</param>
    public abstract IReadOnlyList<DataViewSchema.DetachedColumn> CreateColumns(DataViewSchema inputSchema, int outputs, LabelValues? values);

    /// <summary>Creates the getter of a prediction column.</summary>
    /// <param name="column">The index of the column in the result of <see cref="CreateColumns"/>.</param>
    /// <param name="scores">Returns the scores of the current row.</param>
    public abstract Delegate CreateGetter(int column, ScoreReader scores);
}
