using MLNetDeep.Neural;

namespace MLNetDeep.Samples;

/// <summary>Writes output files. If writing fails, an existing file remains unchanged.</summary>
internal static class OutputFile
{
    /// <summary>Throws if the file cannot be written. Call this before long work, so that a wrong path is reported at once.</summary>
    /// <param name="path">The file to write later; null if there is none.</param>
    /// <exception cref="IOException">The file's folder does not exist, or the file cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder takes no new files, or the path is a folder.</exception>
    public static void EnsureWritable(string? path)
    {
        if (path is not null)
        {
            AtomicFile.EnsureWritable(path);
        }
    }

    /// <summary>Writes a file as a whole; see <see cref="AtomicFile"/>.</summary>
    public static void Write(string path, Action<TextWriter> write) => AtomicFile.Write(path, stream =>
    {
        using StreamWriter writer = new(stream, leaveOpen: true);
        write(writer);
    });
}
