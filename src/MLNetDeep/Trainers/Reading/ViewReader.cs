using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Reads all rows of a view into memory.</summary>
/// <param name="host">The host whose cancellation ends the reading.</param>
/// <param name="channel">Receives a warning if rows were skipped.</param>
/// <param name="cancellation">Checked before each row.</param>
internal sealed class ViewReader(IHost host, IChannel channel, CancellationToken cancellation)
{
    public const string NoRows = "Training set has 0 instances, aborting training.";

    /// <summary>Reads the rows.</summary>
    /// <exception cref="InvalidOperationException">No row is usable for training.</exception>
    public TrainingData Read(IDataView view, RowColumns columns)
    {
        using RowReader reader = new(view, columns, host);
        RowCollector rows = reader.CreateCollector(new FeatureMatrixBuilder(columns.FeatureCount, view.GetRowCount()));
        reader.Read(rows, int.MaxValue, cancellation);
        WarnAboutSkipped(reader.SkippedCount);
        return rows.RowCount > 0 ? rows.ToData() : throw new InvalidOperationException(NoRows);
    }

    /// <summary>Logs how many rows were skipped, if any.</summary>
    public void WarnAboutSkipped(long count)
    {
        if (count > 0)
        {
            channel.Warning(MessageSensitivity.None, "Skipped {0} rows with a missing label or a value that is not finite.", count);
        }
    }
}
