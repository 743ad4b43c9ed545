using MLNetDeep.Neural.Training;

namespace MLNetDeep.Neural;

/// <summary>Writes a CSV file with one row per epoch while the network trains. Same as Keras's <c>CSVLogger</c>.</summary>
/// <remarks>
/// <para>The columns are those of <see cref="TrainingHistory.ToCsv"/>. Numbers have decimal points whatever the current culture. Lines end
/// in <c>\n</c>. Each row is written when its epoch ends, and the file is closed until the next row, so that other programs can read
/// it.</para>
/// <para>A training that resumes from a checkpoint and replaces the file writes the rows before the checkpoint again, from the
/// checkpoint's history. The file then has the rows of an uninterrupted training. A training that appends writes only its own
/// epochs.</para>
/// </remarks>
/// <example>
/// <code>
/// FitOptions options = new() { Epochs = 20, Callbacks = [new CsvLogger("training.csv")] };
/// </code>
/// </example>
public sealed class CsvLogger : TrainingCallback
{
    private HistoryCsv _csv = new([]);

    /// <summary>Creates the callback.</summary>
    /// <param name="path">The path of the file. Its folder must exist.</param>
    /// <param name="append">
    /// Whether rows are added to an existing file. Default false: an existing file is replaced when the training begins.
    /// </param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public CsvLogger(string path, bool append = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = path;
        Append = append;
    }

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>Whether rows are added to an existing file; if false, the file is replaced.</summary>
    public bool Append { get; }

    /// <summary>Prepares the file: replaces it, or checks that its columns are those of this training.</summary>
    /// <param name="context">The running training.</param>
    /// <exception cref="InvalidOperationException">Rows are appended, but the file has other columns; the message has both.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public override void OnTrainBegin(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _csv = new HistoryCsv(context.Options.FurtherMetrics);
        string? first = Append && File.Exists(Path) ? File.ReadLines(Path).FirstOrDefault() : null;
        if (first is not null)
        {
            PrepareToAppend(first);
        }
        else
        {
            File.WriteAllText(Path, _csv.Header + (Append ? "" : _csv.Rows(context.Options.ResumeFrom?.History ?? [])));
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context, EpochResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        File.AppendAllText(Path, _csv.Rows([result]));
    }

    private void PrepareToAppend(string firstLine)
    {
        if (firstLine != _csv.Header.TrimEnd('\n'))
        {
            throw new InvalidOperationException(
                $"Cannot append to '{Path}': its first line is '{firstLine}'; this training writes '{_csv.Header.TrimEnd('\n')}'.");
        }

        // A program that was killed may have left a row without its end.
        using FileStream file = File.Open(Path, FileMode.Open, FileAccess.ReadWrite);
        file.Seek(-1, SeekOrigin.End);
        if (file.ReadByte() != '\n')
        {
            file.WriteByte((byte)'\n');
        }
    }
}
