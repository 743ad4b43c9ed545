using System.IO.Compression;

namespace Microsoft.ML;

/// <summary>Reads the entries of a model file, each whole and checked against its CRC-32.</summary>
internal sealed class RepositoryReader : IDisposable
{
    // What deflate can reach at best is 1032:1; an entry that claims more is damaged or hostile.
    private const long MaximumExpansion = 1100;

    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = [];

    /// <exception cref="FormatException">The stream is not a zip file, or a damaged one.</exception>
    public RepositoryReader(Stream stream)
    {
        try
        {
            _archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            foreach (ZipArchiveEntry entry in _archive.Entries)
                _entries[RepositoryPath.Normalize(entry.FullName)] = entry;
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw new FormatException($"The model file is not a zip file, or it is damaged: {e.Message}", e);
        }
    }

    public bool Contains(string name) => _entries.ContainsKey(name);

    /// <summary>The content of an entry, or null where there is none of that name.</summary>
    /// <exception cref="FormatException">The entry is damaged.</exception>
    public byte[]? ReadOrNull(string name)
    {
        if (!_entries.TryGetValue(name, out ZipArchiveEntry? entry))
            return null;
        try
        {
            using Stream stream = entry.Open();
            if (entry.Length > Array.MaxLength || entry.Length > MaximumExpansion * (entry.CompressedLength + 1))
                throw new InvalidDataException($"it claims {entry.Length} bytes in {entry.CompressedLength}");
            var content = new byte[entry.Length];
            stream.ReadExactly(content);
            if (stream.ReadByte() >= 0)
                throw new InvalidDataException("it is longer than it says");
            if (Crc32.Hash(content) != entry.Crc32)
                throw new InvalidDataException("its checksum is wrong");
            return content;
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw new FormatException($"The entry '{name}' of the model file is damaged: {e.Message}", e);
        }
    }

    public void Dispose() => _archive.Dispose();

    private static bool IsDamage(Exception e)
        => e is InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException or OverflowException or IOException;
}
