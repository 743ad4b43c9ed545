using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Reads a whole view into the engine's form.</summary>
internal static class TrainingDataReader
{
    public const string NoRows = "Training set has 0 instances, aborting training.";

    /// <exception cref="InvalidOperationException">No row is left to train with.</exception>
    public static TrainingData Read(IDataView view, TrainingColumns columns, IChannel channel, CancellationToken cancellation)
    {
        using TrainingRowReader reader = new(view, columns);
        RowCollector rows = reader.CreateCollector(new FeatureMatrixBuilder(columns.FeatureCount, view.GetRowCount()));
        reader.Read(rows, int.MaxValue, cancellation);
        WarnOfSkipped(channel, reader.SkippedCount);
        return rows.RowCount > 0 ? rows.ToData() : throw new InvalidOperationException(NoRows);
    }

    public static void WarnOfSkipped(IChannel channel, long count)
    {
        if (count > 0)
        {
            channel.Warning(MessageSensitivity.None, "Skipped {0} rows with a missing label or a value that is not finite.", count);
        }
    }
}
