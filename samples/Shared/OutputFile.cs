namespace MLNetDeep.Samples;

/// <summary>Writes a file completely or not at all.</summary>
internal static class OutputFile
{
    /// <summary>Throws if the file cannot be written. Called before long work whose results the file will hold.</summary>
    /// <param name="path">The file; null for none.</param>
    /// <exception cref="IOException">The file's folder does not exist, or the path is a folder.</exception>
    public static void Check(string? path)
    {
        if (path is null)
        {
            return;
        }

        if (Directory.Exists(path))
        {
            throw new IOException($"'{path}' is a folder; a file is needed.");
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"There is no folder '{folder}' to write '{Path.GetFileName(path)}' into.");
        }
    }

    /// <summary>Writes the file under a temporary name and moves it into place.</summary>
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
