namespace Microsoft.ML.Data;

/// <summary>
/// Files, in the order of their paths. A path may have the wildcards '*' and '?' in its last part, may be several paths
/// joined by '+', and may have '...' in it: what follows is then looked for in all folders below what precedes.
/// </summary>
public sealed class MultiFileSource : IMultiStreamSource
{
    private readonly string[] _paths;

    /// <summary>Makes the source. Paths of which none names a file that is there are kept as they are, and fail when they are opened.</summary>
    /// <param name="paths">The paths; null for none.</param>
    public MultiFileSource(params string?[]? paths)
    {
        if (paths is null or [null])
        {
            _paths = [];
            return;
        }
        string[] found = paths.SelectMany(FilePattern.Expand).ToArray();
        _paths = found.Length > 0 ? found : paths.OfType<string>().ToArray();
    }

    /// <inheritdoc/>
    public int Count => _paths.Length;

    /// <inheritdoc/>
    public string GetPathOrNull(int index)
    {
        if (index < 0 || index >= _paths.Length)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The index must be 0 to {_paths.Length - 1}.");
        return _paths[index];
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public Stream Open(int index)
    {
        string path = GetPathOrNull(index);
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception e)
        {
            throw new IOException($"The file '{path}' cannot be opened: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public TextReader OpenTextReader(int index) => new StreamReader(Open(index));
}
