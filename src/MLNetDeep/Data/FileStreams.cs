namespace MLNetDeep.Data;

/// <summary>Opens files that may be gzipped.</summary>
internal static class FileStreams
{
    private const byte FirstGzipByte = 0x1F;
    private const byte SecondGzipByte = 0x8B;

    /// <summary>
    /// Opens a file for reading. A file that starts with gzip's magic number is decompressed, whatever its name: the stream
    /// is then a <see cref="GzipFileStream"/>. A file that is named .gz but has not even the two bytes of that number is a cut one.
    /// </summary>
    /// <exception cref="FileNotFoundException">The file does not exist, or it is a folder.</exception>
    /// <exception cref="InvalidDataException">The file is named .gz and has fewer than two bytes.</exception>
    public static Stream OpenRead(string path)
    {
        if (Directory.Exists(path))
        {
            throw new FileNotFoundException($"'{path}' is a folder, but a file is needed.", path);
        }

        FileStream file = File.OpenRead(path);
        bool isGzip = file.ReadByte() == FirstGzipByte && file.ReadByte() == SecondGzipByte;
        if (file.Length < 2 && path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            long length = file.Length;
            file.Dispose();
            throw new InvalidDataException($"'{path}' is cut: a gzip file begins with two bytes that mark it, but this file has {length}.");
        }

        file.Position = 0;
        return isGzip ? new GzipFileStream(file) : file;
    }
}
