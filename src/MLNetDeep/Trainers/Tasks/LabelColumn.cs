using Microsoft.ML;

namespace MLNetDeep.Trainers;

/// <summary>A column of labels: what it is, and how its values become the engine's targets.</summary>
internal abstract class LabelColumn(DataViewSchema.Column column)
{
    public DataViewSchema.Column Column { get; } = column;

    /// <summary>The number of values that a network gives for such a label.</summary>
    public abstract int OutputCount { get; }

    /// <summary>The names of the classes; null where nothing says them.</summary>
    public virtual LabelValues? Values => null;

    /// <summary>Whether labels are classes; otherwise numbers to predict.</summary>
    public virtual bool IsClass => true;

    /// <summary>Makes what gathers the labels of a cursor's rows.</summary>
    public abstract LabelCollector CreateCollector(DataViewRow row);
}
