using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.ML;
using MLNetDeep.Neural;

namespace MLNetDeep.Tuning;

/// <summary>
/// Keeps the checkpoints of trials that may be promoted, and the best model, for as long as they are needed: in a folder beside the journal,
/// or checkpoints in memory if there is no journal. A file that is missing or damaged costs time only: the trial is trained anew.
/// </summary>
internal sealed partial class TrialFiles(MLContext ml, string? folder)
{
    private readonly Dictionary<(int Trial, int Rung), TrainingCheckpoint> _checkpoints = [];
    private readonly HashSet<string> _written = [];

    public void Save((int Trial, int Rung) key, TrainingCheckpoint checkpoint)
    {
        if (folder is null)
        {
            _checkpoints[key] = checkpoint;
            return;
        }

        checkpoint.Save(PathToWrite(key, "checkpoint"));
    }

    /// <summary>Returns the state of a trial at the end of a rung; null if there is none.</summary>
    public TrainingCheckpoint? Load((int Trial, int Rung) key)
    {
        if (folder is null)
        {
            return _checkpoints.GetValueOrDefault(key);
        }

        try
        {
            return TrainingCheckpoint.Load(PathOf(key, "checkpoint"));
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Saves a model. One that cannot be saved is trained anew when it is needed after an interruption.</summary>
    public void Save((int Trial, int Rung) key, ITransformer model, DataViewSchema schema)
    {
        if (folder is not null)
        {
            ml.Model.SaveSafely(model, schema, PathToWrite(key, "zip"));
        }
    }

    /// <summary>Returns a model that was saved; null if there is none.</summary>
    public ITransformer? LoadModel((int Trial, int Rung) key)
    {
        if (folder is null || !File.Exists(PathOf(key, "zip")))
        {
            return null;
        }

        try
        {
            return ml.Model.Load(PathOf(key, "zip"), out _);
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or OperationCanceledException))
        {
            return null;
        }
    }

    /// <summary>Removes what is no longer needed: all checkpoints but those of the given trainings, and all models but that of the best.</summary>
    /// <param name="checkpoints">The trainings whose checkpoints are needed.</param>
    /// <param name="best">The best training so far; null if there is none.</param>
    /// <param name="allFiles">
    /// Whether files that others wrote are removed too: those of earlier runs, and of other ranks, which may have the same folder.
    /// </param>
    public void Keep(IReadOnlySet<(int Trial, int Rung)> checkpoints, (int Trial, int Rung)? best, bool allFiles)
    {
        foreach ((int Trial, int Rung) key in _checkpoints.Keys.Except(checkpoints).ToArray())
        {
            _checkpoints.Remove(key);
        }

        foreach ((string path, (int Trial, int Rung) key, bool isModel) in Files())
        {
            if ((isModel ? key != best : !checkpoints.Contains(key)) && (allFiles || _written.Contains(path)))
            {
                File.Delete(path);
            }
        }
    }

    [GeneratedRegex(@"^trial-(\d{1,9})-rung-(\d{1,9})\.(checkpoint|zip)$", RegexOptions.CultureInvariant)]
    private static partial Regex FileName();

    private string PathOf((int Trial, int Rung) key, string extension) => Path.Combine(
        folder!, string.Create(CultureInfo.InvariantCulture, $"trial-{key.Trial:D4}-rung-{key.Rung}.{extension}"));

    private string PathToWrite((int Trial, int Rung) key, string extension)
    {
        Directory.CreateDirectory(folder!);
        string path = PathOf(key, extension);
        _written.Add(path);
        return path;
    }

    private IEnumerable<(string Path, (int Trial, int Rung) Key, bool IsModel)> Files() =>
        folder is null || !Directory.Exists(folder)
            ? []
            : from path in Directory.GetFiles(folder)
              let match = FileName().Match(Path.GetFileName(path))
              where match.Success
              select (path, (Number(match.Groups[1]), Number(match.Groups[2])), match.Groups[3].Value == "zip");

    private static int Number(Group digits) => int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);
}
