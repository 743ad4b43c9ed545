using System.IO.Compression;
using MLNetDeep.Neural.Serialization;

namespace MLNetDeep.Keras.Files;

/// <summary>Opens the HDF5 file of a model: the file itself, or an entry of a .keras file, which is a zip.</summary>
internal static class KerasFile
{
    private const string WeightsName = "model.weights.h5";

    /// <summary>Reads the weights in a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="InvalidDataException">The file is not valid. The message names it.</exception>
    public static KerasContent Read(string path) => LoadedFile.Read(path, source =>
    {
        byte[] prefix = new byte[4];
        int length = source.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false);
        source.Position = 0;
        return Hdf5File.Read(prefix.AsSpan(0, length).SequenceEqual("PK\u0003\u0004"u8) ? ReadEntry(source) : source, KerasReader.Read);
    });

    private static MemoryStream ReadEntry(Stream source)
    {
        try
        {
            using ZipArchive archive = new(source, ZipArchiveMode.Read, leaveOpen: true);
            ZipArchiveEntry entry = archive.GetEntry(WeightsName) ?? throw new InvalidDataException(
                $"it has no entry {WeightsName}, but {string.Join(", ", archive.Entries.Take(5).Select(item => item.FullName))}");
            if (entry.Length > Math.Min(Deflate.MaxContentLength(entry.CompressedLength), Math.Min(ZipLimit.OfContent(source.Length), Array.MaxLength)))
            {
                throw new InvalidDataException(
                    $"{WeightsName} has {entry.Length} bytes, too many for {entry.CompressedLength} compressed bytes or for the file of {source.Length} bytes");
            }

            using CheckedEntryStream stream = new(entry);
            byte[] content = FloatReader.ReadBytes(stream, (int)entry.Length, () => new InvalidDataException($"{WeightsName} ends too early"));
            return stream.ReadByte() < 0 ? new MemoryStream(content) : throw new InvalidDataException($"{WeightsName} is longer than the zip says");
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"The .keras file cannot be read: {exception.Message}.", exception);
        }
    }
}
