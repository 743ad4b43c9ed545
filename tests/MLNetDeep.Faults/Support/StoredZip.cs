using System.IO.Compression;

namespace MLNetDeep.Faults.Support;

/// <summary>Zip files without compression, in which a flipped bit is one of a stored value.</summary>
internal static class StoredZip
{
    /// <summary>Returns a zip with the same entries, not compressed.</summary>
    public static byte[] Create(byte[] zip)
    {
        using MemoryStream stored = new();
        using (ZipArchive source = new(new MemoryStream(zip)))
        using (ZipArchive target = new(stored, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (ZipArchiveEntry entry in source.Entries)
            {
                using Stream from = entry.Open();
                using Stream to = target.CreateEntry(entry.FullName, CompressionLevel.NoCompression).Open();
                from.CopyTo(to);
            }
        }

        return stored.ToArray();
    }
}
