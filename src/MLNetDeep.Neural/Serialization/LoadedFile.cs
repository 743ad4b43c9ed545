namespace MLNetDeep.Neural.Serialization;

/// <summary>Reads a file and names it in messages about its content.</summary>
internal static class LoadedFile
{
    /// <summary>Reads a file by a function on its stream.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="read">Reads the content.</param>
    /// <exception cref="InvalidDataException">The content is not valid.</exception>
    public static T Read<T>(string path, Func<Stream, T> read)
    {
        using FileStream source = File.OpenRead(path);
        try
        {
            return read(source);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"'{path}' cannot be loaded. {exception.Message}", exception);
        }
    }
}
