using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace MLNetDeep.Tuning;

/// <summary>
/// A file of JSON lines: a header, then a line for each training that has ended, which is on the disk before the search goes on.
/// </summary>
/// <remarks>
/// A process that is killed may leave half of its last line, which is dropped when the journal is opened again. The file is open as long as
/// the search runs, and no other search can open it meanwhile.
/// </remarks>
internal sealed class TuningJournal : IDisposable
{
    // More than 300 years.
    private const double MaxSeconds = 1e10;

    private readonly FileStream _stream;
    private readonly string _path;

    private TuningJournal(FileStream stream, string path) => (_stream, _path) = (stream, path);

    /// <summary>The outcomes that the file had.</summary>
    public ImmutableArray<TrialOutcome> Restored { get; private set; } = [];

    /// <summary>Opens a journal, or creates it.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="header">The header of the search.</param>
    /// <exception cref="InvalidDataException">The file is no journal, or is damaged.</exception>
    /// <exception cref="InvalidOperationException">The journal is of another search, or another search has it open.</exception>
    public static TuningJournal Open(string path, JournalHeader header)
    {
        TuningJournal journal = new(OpenFile(path), path);
        try
        {
            journal.Read(header);
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>Adds a line and waits until it is on the disk.</summary>
    public void Append(TrialOutcome outcome, TrialValues values) =>
        Write(JsonSerializer.SerializeToUtf8Bytes(new JournalLine(outcome, new(values.Texts())), TuningJsonContext.Default.JournalLine));

    public void Dispose() => _stream.Dispose();

    private static FileStream OpenFile(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"There is no folder '{folder}', so the journal '{path}' cannot be written.");
        }

        try
        {
            // On Unix, .NET keeps a second writer out only if the file is not shared at all; other programs may read it nevertheless.
            FileShare share = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share, bufferSize: 0);
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw new InvalidOperationException(
                $"The journal '{path}' cannot be opened; probably another search is using it: {exception.Message}", exception);
        }
    }

    private void Read(JournalHeader header)
    {
        byte[] content = new byte[_stream.Length];
        _stream.ReadExactly(content);
        int end = Array.LastIndexOf(content, (byte)'\n') + 1;
        byte[] first = JsonSerializer.SerializeToUtf8Bytes(header, TuningJsonContext.Default.JournalHeader);
        if (end == 0 && !first.AsSpan().StartsWith(content))
        {
            throw NoJournal();
        }

        string[] lines = Encoding.UTF8.GetString(content, 0, end).Split('\n')[..^1];
        if (lines.Length > 0)
        {
            CheckHeader(lines[0], header);
        }

        // What follows the last line end is what a killed process left.
        _stream.SetLength(end);
        _stream.Position = end;
        Restored = [.. lines.Skip(1).Select((line, index) => ReadLine(line, index + 2))];
        if (lines.Length == 0)
        {
            Write(first);
        }
    }

    private void CheckHeader(string line, JournalHeader current)
    {
        JournalHeader? header;
        try
        {
            header = JsonSerializer.Deserialize(line, TuningJsonContext.Default.JournalHeader);
        }
        catch (JsonException)
        {
            throw NoJournal();
        }

        if (header is not { Format: JournalHeader.CurrentFormat, Search: not null, Parameters: not null })
        {
            throw NoJournal();
        }

        string differences = string.Join(
            "; ", header.Differences(current).Select(difference => $"{difference.Name} was {difference.Here} and is now {difference.There}"));
        if (differences.Length > 0)
        {
            throw new InvalidOperationException(
                $"The journal '{_path}' is of another search: {differences}. Accepted: the same search, or a file that does not exist.");
        }
    }

    private TrialOutcome ReadLine(string line, int number)
    {
        Exception? problem = null;
        try
        {
            if (JsonSerializer.Deserialize(line, TuningJsonContext.Default.JournalLine)?.Result is { } outcome && IsValid(outcome))
            {
                return outcome;
            }
        }
        catch (JsonException exception)
        {
            problem = exception;
        }

        throw new InvalidDataException(
            $"Line {number} of the journal '{_path}' is damaged. Remove the lines from there on to go on without them.", problem);
    }

    // JSON has no infinite numbers, but 1e999 is read as one.
    private static bool IsValid(TrialOutcome outcome) =>
        outcome is { IsForgotten: false, Trial: >= 0, Rung: >= 0, Seconds: >= 0 and < MaxSeconds } && double.IsFinite(outcome.Value ?? 0);

    private InvalidDataException NoJournal() => new($"'{_path}' is not the journal of a search; its first line is not '{JournalHeader.CurrentFormat}'.");

    private void Write(byte[] line)
    {
        _stream.Write([.. line, (byte)'\n']);
        _stream.Flush(flushToDisk: true);
    }
}
