using Microsoft.ML;

namespace MLNetDeep.Trainers;

/// <summary>A column of labels: what it is, and how its values become the engine's targets.</summary>
internal abstract class LabelColumn(DataViewSchema.Column column)
{
    public DataViewSchema.Column Column { get; } = column;

    /// <summary>The number of values that a network gives for such a label.</summary>
    public abstract int OutputCount { get; }

    /// <summary>Whether labels are classes; otherwise numbers to predict.</summary>
    public virtual bool IsClass => true;

    /// <summary>What gathers the labels of the rows over which a cursor moves.</summary>
    public abstract LabelCollector CreateCollector(DataViewRow row);
}
