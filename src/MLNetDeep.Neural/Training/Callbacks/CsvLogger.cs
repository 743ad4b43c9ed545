using System.Text;
using MLNetDeep.Neural.Training;

namespace MLNetDeep.Neural;

/// <summary>Writes a CSV file with one row per epoch while the network trains. Same as Keras's <c>CSVLogger</c>.</summary>
/// <remarks>
/// <para>The columns are those of <see cref="TrainingHistory.ToCsv"/>. Numbers have decimal points whatever the current culture. Lines end
/// in <c>\n</c>. Each row is written when its epoch ends, and the file is closed until the next row, so that other programs can read
/// it. An existing file stays as it was until the first row is written; <see cref="AtomicFile"/> then replaces it as a whole.</para>
/// <para>A training that resumes from a checkpoint and replaces the file writes the rows before the checkpoint again, from the
/// checkpoint's history. The file then has the rows of an uninterrupted training. So it does if the training appends to the file of the
/// training that it resumes: rows after the checkpoint's last complete epoch, such as that of a part of an epoch, are replaced, since
/// these epochs are trained again. All other rows stay, also those of other trainings.</para>
/// <para>With <see cref="FitOptions.GradientExchange"/>, rank 0 alone writes the file.</para>
/// </remarks>
/// <example>
/// <code>
/// FitOptions options = new() { Epochs = 20, Callbacks = [new CsvLogger("training.csv")] };
/// </code>
/// </example>
public sealed class CsvLogger : TrainingCallback
{
    private HistoryCsv _csv = new([]);

    // What the file has before the first row of this training; null if the row is added to the file as it is.
    private string? _start;

    /// <summary>Creates the callback.</summary>
    /// <param name="path">The path of the file. Its folder must exist.</param>
    /// <param name="append">
    /// Whether rows are added to an existing file. Default false: an existing file is replaced when the first epoch ends.
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

    /// <summary>Checks that the file can be written and, if rows are added to it, that it has the columns of this training.</summary>
    /// <param name="context">The running training.</param>
    /// <exception cref="InvalidOperationException">Rows are appended, but the file has other columns; the message has both.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder cannot be written to, or the path is a folder.</exception>
    public override void OnTrainBegin(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!context.IsMainProcess)
        {
            return;
        }

        _csv = new HistoryCsv(context.Options.FurtherMetrics);
        AtomicFile.EnsureWritable(Path);
        if (File.Exists(Path))
        {
            // Throws if the file is read-only.
            File.AppendAllText(Path, "");
        }

        TrainingCheckpoint? checkpoint = context.Options.ResumeFrom;
        string? first = Append && File.Exists(Path) ? File.ReadLines(Path).FirstOrDefault() : null;
        if (first is null)
        {
            _start = _csv.Header + (Append ? "" : _csv.Rows(checkpoint?.History ?? []));
        }
        else
        {
            CheckColumns(first);
            _start = checkpoint is null ? null : _csv.BeforeResumed(File.ReadAllText(Path), checkpoint);
            if (_start is null)
            {
                EndLastLine();
            }
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context, EpochResult result)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(result);
        if (!context.IsMainProcess)
        {
            return;
        }

        string row = _csv.Rows([result]);
        if (_start is { } start)
        {
            AtomicFile.Write(Path, stream => stream.Write(Encoding.UTF8.GetBytes(start + row)));
            _start = null;
        }
        else
        {
            File.AppendAllText(Path, row);
        }
    }

    private void CheckColumns(string firstLine)
    {
        if (firstLine != _csv.Header.TrimEnd('\n'))
        {
            throw new InvalidOperationException(
                $"Cannot append to '{Path}': its first line is '{firstLine}'; this training writes '{_csv.Header.TrimEnd('\n')}'.");
        }
    }

    // A program that was killed may have left a row without its end.
    private void EndLastLine()
    {
        using FileStream file = File.Open(Path, FileMode.Open, FileAccess.ReadWrite);
        file.Seek(-1, SeekOrigin.End);
        if (file.ReadByte() != '\n')
        {
            file.WriteByte((byte)'\n');
        }
    }
}
