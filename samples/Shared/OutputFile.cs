namespace MLNetDeep.Samples;

/// <summary>Writes output files. If writing fails, an existing file remains unchanged.</summary>
internal static class OutputFile
{
    /// <summary>Throws if the file cannot be written. Call this before long work, so that a wrong path is reported at once.</summary>
    /// <param name="path">The file to write later; null if there is none.</param>
    /// <exception cref="IOException">The file's folder does not exist, or the path is a folder.</exception>
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
    }

    /// <summary>Writes to a temporary file first, then renames it to <paramref name="path"/>.</summary>
    public static void Write(string path, Action<TextWriter> write)
    {
        string temporary = path + ".tmp";
        using (StreamWriter writer = File.CreateText(temporary))
        {
            write(writer);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
