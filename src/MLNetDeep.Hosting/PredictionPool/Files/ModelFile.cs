using System.IO.Compression;
using System.Security.Cryptography;
using MLNetDeep.Neural.Serialization;

namespace MLNetDeep.Hosting;

/// <summary>
/// A copy of a model file at one moment. The file itself is closed, so it can be replaced at any time. The copy is whole: the size and the
/// CRC-32 of each entry of the zip are those in its directory.
/// </summary>
internal sealed class ModelFile : IDisposable
{
    /// <summary>A copy of a larger file is kept in the folder for temporary files, not in memory.</summary>
    public const long DefaultMaxInMemory = 256 << 20;

    private const int BufferSize = 1 << 16;

    private ModelFile(Stream content, string hash, DateTimeOffset written)
    {
        Content = content;
        Hash = hash;
        Written = written;
    }

    /// <summary>The copy, at its beginning.</summary>
    public Stream Content { get; }

    /// <summary>The SHA-256 in lower-case hexadecimal digits.</summary>
    public string Hash { get; }

    public DateTimeOffset Written { get; }

    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is not a whole zip: for example, it is still being written.</exception>
    public static ModelFile Read(string path, long maxInMemory = DefaultMaxInMemory)
    {
        // Others may write, rename and delete the file while it is open.
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferSize, FileOptions.SequentialScan);
        Stream copy = file.Length <= maxInMemory ? new MemoryStream((int)file.Length) : CreateTemporary();
        try
        {
            file.CopyTo(copy, BufferSize);
            copy.Position = 0;
            string hash = Convert.ToHexStringLower(SHA256.HashData(copy));
            copy.Position = 0;
            CheckEntries(copy, path);
            copy.Position = 0;
            return new ModelFile(copy, hash, File.GetLastWriteTimeUtc(file.SafeFileHandle));
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    public void Dispose() => Content.Dispose();

    private static FileStream CreateTemporary() => new(
        Path.Combine(Path.GetTempPath(), $"mlnetdeep-pool-{Guid.NewGuid():N}.zip"),
        FileMode.CreateNew,
        FileAccess.ReadWrite,
        FileShare.None,
        BufferSize,
        FileOptions.DeleteOnClose);

    private static void CheckEntries(Stream zip, string path)
    {
        try
        {
            using ZipArchive archive = new(zip, ZipArchiveMode.Read, leaveOpen: true);
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                using CheckedEntryStream content = new(entry);
                content.CopyTo(Stream.Null);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            throw new InvalidDataException($"'{path}' is not a whole model file: {e.Message}", e);
        }
    }
}
