using Microsoft.ML.Runtime;

namespace MLNetDeep.Data;

/// <summary>Remembers which files of a view can be decoded, for all its cursors, and warns of those that cannot. Thread-safe.</summary>
/// <param name="host">Receives the warnings.</param>
/// <param name="fileCount">The number of files.</param>
internal sealed class DamagedFiles(IHostEnvironment host, int fileCount)
{
    private const int MaxNamed = 10;

    private readonly FileState[] _states = new FileState[fileCount];
    private readonly Lock _lock = new();
    private readonly List<string> _unreported = [];
    private int _unreportedCount;
    private int _intactCount;
    private int _damagedCount;

    private enum FileState : byte
    {
        Unknown,
        Intact,
        Damaged,
    }

    /// <summary>The number of files that can be decoded; null until all files were decoded.</summary>
    public int? IntactCount
    {
        get
        {
            lock (_lock)
            {
                return _intactCount + _damagedCount == _states.Length ? _intactCount : null;
            }
        }
    }

    /// <summary>Returns whether a file can be decoded; null if it was not decoded yet.</summary>
    public bool? IsIntact(int file) => _states[file] switch
    {
        FileState.Unknown => null,
        FileState state => state == FileState.Intact,
    };

    /// <summary>Records the outcome of decoding a file. Only the first outcome counts, so that all cursors have the same rows.</summary>
    /// <param name="file">The index of the file.</param>
    /// <param name="path">The path of the file.</param>
    /// <param name="problem">What is wrong with the file; null if it was decoded.</param>
    /// <returns>Whether the file can be decoded.</returns>
    public bool Record(int file, string path, string? problem)
    {
        lock (_lock)
        {
            if (_states[file] == FileState.Unknown)
            {
                _states[file] = problem is null ? FileState.Intact : FileState.Damaged;
                _intactCount += problem is null ? 1 : 0;
                _damagedCount += problem is null ? 0 : 1;
                _unreportedCount += problem is null ? 0 : 1;
                if (problem is not null && _unreported.Count < MaxNamed)
                {
                    _unreported.Add($"'{path}' ({problem})");
                }
            }

            return _states[file] == FileState.Intact;
        }
    }

    /// <summary>Warns of the damaged files that were found since the last call.</summary>
    public void Report()
    {
        lock (_lock)
        {
            if (_unreportedCount == 0)
            {
                return;
            }

            string more = _unreportedCount > _unreported.Count ? $" and {_unreportedCount - _unreported.Count} more" : "";
            using (IChannel channel = host.Start(ImageFolderView.Channel))
            {
                channel.Warning(
                    MessageSensitivity.Schema, "Skipped {0} damaged images: {1}{2}.", _unreportedCount, string.Join(", ", _unreported), more);
            }

            _unreported.Clear();
            _unreportedCount = 0;
        }
    }
}
