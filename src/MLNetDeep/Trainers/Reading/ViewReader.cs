using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Reads all rows of a view into memory.</summary>
/// <param name="spec">The network, which says what the features are.</param>
/// <param name="host">The host whose cancellation ends the reading.</param>
/// <param name="channel">Receives a warning if rows were skipped.</param>
/// <param name="options">The options of the trainer.</param>
internal sealed class ViewReader(NetworkSpec spec, IHost host, IChannel channel, NeuralTrainerOptions options)
{
    /// <summary>What messages call the training rows, as ML.NET's trainers do.</summary>
    public const string TrainingSet = "Training set";

    private const string ValidationData = nameof(NeuralTrainerOptions.ValidationData);

    /// <summary>Reads the training rows.</summary>
    /// <exception cref="InvalidOperationException">No row is usable for training, or a row is not accepted.</exception>
    public TrainingData Read(IDataView view, RowColumns columns) => Read(view, columns, TrainingSet, options.DistributedRows);

    /// <summary>Reads the rows of <see cref="NeuralTrainerOptions.ValidationData"/>.</summary>
    /// <exception cref="InvalidOperationException">No row is usable, or a row is not accepted; the message names the option.</exception>
    public TrainingData ReadValidation(IDataView view, RowColumns columns)
    {
        try
        {
            return Read(view, columns, ValidationData, DistributedRows.Whole);
        }
        catch (InvalidOperationException e) when (!e.Message.StartsWith(ValidationData, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{ValidationData}: {e.Message}", e);
        }
    }

    /// <summary>Throws if the ranks shall have the same training rows, but their first rows differ. All ranks must call this.</summary>
    /// <exception cref="InvalidOperationException">They differ, or a row is not accepted.</exception>
    public void CheckRanks(IDataView view, RowColumns columns)
    {
        if (options.Distribution is { Size: > 1 } exchange)
        {
            new RankViewReader(spec, host, exchange, options.DistributedRows, options.Cancellation).CheckFirstRows(view, columns, TrainingSet);
        }
    }

    /// <summary>Logs how many rows were skipped and why, if any.</summary>
    public void WarnAboutSkipped(SkippedRows skipped, string set = TrainingSet)
    {
        if (skipped.Total > 0)
        {
            string rows = set == TrainingSet ? "rows" : $"rows of {set}";
            channel.Warning(MessageSensitivity.Schema, "Skipped {0} {1}: {2}.", skipped.Total, rows, skipped);
        }
    }

    /// <summary>Creates the exception for data without usable rows. It begins as the message of ML.NET's trainers does.</summary>
    /// <param name="skipped">The rows that were read and skipped; null if there were no rows to read.</param>
    /// <param name="set">What the rows are.</param>
    public static InvalidOperationException NoRows(SkippedRows? skipped, string set = TrainingSet) =>
        new($"{set} has 0 instances, aborting training. "
            + (skipped is { Total: > 0 } ? $"All {skipped.Total} rows were skipped: {skipped}." : "There are no rows."));

    /// <summary>Throws if a view has no rows. Call it only if that would explain another error, since it opens a cursor.</summary>
    /// <exception cref="InvalidOperationException">The view has no rows.</exception>
    public static void CheckHasRows(IDataView view, string set = TrainingSet)
    {
        using DataViewRowCursor cursor = view.GetRowCursor([]);
        if (!cursor.MoveNext())
        {
            throw NoRows(skipped: null, set);
        }
    }

    private TrainingData Read(IDataView view, RowColumns columns, string set, DistributedRows kind)
    {
        if (options.Distribution is { Size: > 1 } exchange)
        {
            RankViewReader ranks = new(spec, host, exchange, kind, options.Cancellation);
            (MergedRows merged, SkippedRows skipped) = ranks.Read(view, columns, set, (count, e) => DoesNotFit(set, columns, count, e));
            CheckRead(merged.RowCount, skipped, set);
            return merged.ToData();
        }

        using RowReader reader = new(view, columns, host);
        RowCollector rows = reader.CreateCollector(new FeatureRows(spec, view.GetRowCount()));
        try
        {
            reader.Read(rows, int.MaxValue, options.Cancellation);
        }
        catch (Exception e) when (e is OverflowException or OutOfMemoryException)
        {
            throw DoesNotFit(set, columns, rows.RowCount, e);
        }

        CheckRead(rows.RowCount, reader.Skipped, set);
        return rows.ToData();
    }

    private void CheckRead(int rows, SkippedRows skipped, string set)
    {
        if (rows == 0)
        {
            throw NoRows(skipped, set);
        }

        WarnAboutSkipped(skipped, set);
    }

    private static InvalidOperationException DoesNotFit(string set, RowColumns columns, int rows, Exception e) => new(
        $"{set} does not fit into memory: {rows} rows with the {columns.FeatureText} of column "
        + $"'{columns.Features.Name}' were read. Set {nameof(NeuralTrainerOptions.StreamingPoolSize)} to train without holding all rows.",
        e);
}
