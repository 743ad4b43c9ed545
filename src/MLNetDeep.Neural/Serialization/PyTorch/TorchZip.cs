using System.IO.Compression;

namespace MLNetDeep.Neural.Serialization;

/// <summary>
/// The entries of a file that torch.save wrote. All entries together may hold as many bytes as <see cref="ZipLimit.OfContent"/> says.
/// </summary>
/// <param name="archive">The zip.</param>
/// <param name="folder">The folder of the entries, with a slash at the end; or empty.</param>
/// <param name="fileLength">The length of the file in bytes.</param>
internal sealed class TorchZip(ZipArchive archive, string folder, long fileLength)
{
    private long _rest = ZipLimit.OfContent(fileLength);

    /// <summary>Reads the pickle.</summary>
    /// <param name="name">The name within the folder.</param>
    /// <param name="read">Reads the stream, which has the length that is given, to its end.</param>
    /// <exception cref="InvalidDataException">The entry is missing, damaged or too long.</exception>
    public T OpenPickle<T>(string name, Func<Stream, long, T> read) => Open(name, ZipLimit.OfPickle(fileLength), read);

    /// <summary>Reads an entry of values.</summary>
    /// <param name="name">The name within the folder.</param>
    /// <param name="read">Reads the stream, which has the length that is given, to its end.</param>
    /// <exception cref="InvalidDataException">The entry is missing, damaged or too long.</exception>
    public T Open<T>(string name, Func<Stream, long, T> read) => Open(name, _rest, read);

    private T Open<T>(string name, long limit, Func<Stream, long, T> read)
    {
        ZipArchiveEntry entry = archive.GetEntry(folder + name) ?? throw new InvalidDataException($"The zip file has no entry {folder}{name}.");
        if (entry.Length > Deflate.MaxContentLength(entry.CompressedLength) || entry.Length > limit)
        {
            throw new InvalidDataException(
                $"The entry {entry.FullName} has {entry.Length} bytes, too many for {entry.CompressedLength} compressed bytes or for the file of {fileLength} bytes.");
        }

        _rest -= entry.Length;
        try
        {
            using CheckedEntryStream stream = new(entry);
            T result = read(stream, entry.Length);
            if (stream.ReadByte() >= 0)
            {
                throw new InvalidDataException("there are more bytes than the content needs");
            }

            return result;
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"The entry {entry.FullName} cannot be read: {exception.Message}", exception);
        }
    }
}
