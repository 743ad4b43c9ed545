using Microsoft.ML;

namespace MLNetDeep.Trainers;

/// <summary>A label column, and the conversion of its values to the training engine's targets.</summary>
internal abstract class LabelColumn(DataViewSchema.Column column)
{
    public DataViewSchema.Column Column { get; } = column;

    /// <summary>The number of network outputs that the label requires.</summary>
    public abstract int OutputCount { get; }

    /// <summary>The names of the classes; null if they are unknown.</summary>
    public virtual LabelValues? Values => null;

    /// <summary>Whether labels are classes; false if they are numbers.</summary>
    public virtual bool IsClass => true;

    /// <summary>Names a class for messages: <c>class 2 ('virginica')</c>.</summary>
    public virtual string Describe(int classIndex) => $"class {classIndex}";

    /// <summary>Throws if the labels of training data have too few classes. Default: any number is accepted.</summary>
    /// <param name="view">The training data.</param>
    /// <exception cref="InvalidOperationException">There are fewer than 2 classes, or no rows.</exception>
    public virtual void CheckClasses(IDataView view)
    {
    }

    /// <summary>Creates a collector for the labels of a cursor's rows.</summary>
    public abstract LabelCollector CreateCollector(DataViewRow row);
}
