using Microsoft.ML;
using MLNetDeep.Interop;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>
/// What differs between the tasks: what a label is, which columns come out, which loss is the default. The trainer, the transformer and the
/// mapper are the same for all.
/// </summary>
internal abstract class NetworkTask
{
    /// <summary>One of several classes.</summary>
    public static NetworkTask Multiclass { get; } = new MulticlassTask();

    /// <summary>One of two classes.</summary>
    public static NetworkTask Binary { get; } = new BinaryTask();

    /// <summary>A number.</summary>
    public static NetworkTask Regression { get; } = new RegressionTask();

    /// <summary>How models of the task are marked in a file.</summary>
    public abstract ModelFormat Format { get; }

    /// <summary>The loss where the options have none.</summary>
    public abstract LossSpec DefaultLoss { get; }

    /// <summary>The activation of the last layer of the networks that the trainers make themselves.</summary>
    public abstract Activation OutputActivation { get; }

    /// <summary>Whether scores are logits; otherwise they are the network's outputs.</summary>
    public virtual bool ScoresAreLogits => false;

    /// <summary>Whether a model keeps the names of its classes.</summary>
    public virtual bool HasLabelValues => false;

    /// <summary>Whether the added columns come after all others even where one of the same name is there.</summary>
    public virtual bool AppendsAll => false;

    /// <summary>The column of labels.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it has another type.</exception>
    public abstract LabelColumn FindLabel(DataViewSchema schema, string name);

    /// <summary>A shape with the columns of a prediction.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column of labels, or it has another type.</exception>
    public abstract SchemaShape AddColumns(SchemaShape inputSchema, string labelName);

    /// <summary>The columns of a prediction, with the annotations that ML.NET's own trainers give them.</summary>
    /// <param name="inputSchema">The schema to which they are added.</param>
    /// <param name="outputs">The outputs of the network.</param>
    /// <param name="values">The names of the classes, where they are known.</param>
    public abstract IReadOnlyList<DataViewSchema.DetachedColumn> CreateColumns(DataViewSchema inputSchema, int outputs, LabelValues? values);

    /// <summary>The getter of one of these columns.</summary>
    /// <param name="column">Its position among them.</param>
    /// <param name="scores">Gives the scores of the present row.</param>
    public abstract Delegate CreateGetter(int column, ScoreReader scores);
}
