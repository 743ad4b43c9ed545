using MLNetDeep.Neural;

namespace MLNetDeep.Samples;

/// <summary>Writes output files. If writing fails, an existing file remains unchanged.</summary>
internal static class OutputFile
{
    /// <summary>Throws if the file cannot be written. Call this before long work, so that a wrong path is reported at once.</summary>
    /// <param name="path">The file to write later; null if there is none.</param>
    /// <exception cref="IOException">The file's folder does not exist, files cannot be created in it, or the path is a folder.</exception>
    public static void EnsureWritable(string? path)
    {
        if (path is null)
        {
            return;
        }

        if (Directory.Exists(path))
        {
            throw new IOException($"'{path}' is a folder, but a file path is needed.");
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"There is no folder '{folder}', so '{Path.GetFileName(path)}' cannot be written there.");
        }

        if (!File.Exists(path))
        {
            CheckFolder(folder, Path.GetFileName(path));
        }
    }

    /// <summary>Writes a file as a whole; see <see cref="AtomicFile"/>.</summary>
    public static void Write(string path, Action<TextWriter> write) => AtomicFile.Write(path, stream =>
    {
        using StreamWriter writer = new(stream, leaveOpen: true);
        write(writer);
    });

    // Creates a file under a name that nobody has, and deletes it.
    private static void CheckFolder(string folder, string name)
    {
        string probe = Path.Combine(folder, $"{name}.{Guid.NewGuid():N}.tmp");
        try
        {
            using FileStream file = new(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"'{name}' cannot be written to the folder '{folder}': {e.Message}", e);
        }
    }
}
