using System.IO.Compression;
using System.Text;

namespace MLNetDeep.Tests.Support;

/// <summary>Makes NPZ files, good and bad ones.</summary>
internal static class Npz
{
    /// <summary>An array of one dimension with the content given.</summary>
    public static byte[] Array(string type, int count, byte[] content) => Array($"{{'descr': '{type}', 'fortran_order': False, 'shape': ({count},), }}", content);

    public static byte[] Array(string header, byte[] content, byte version = 1) =>
        [0x93, .. "NUMPY"u8, version, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.Latin1.GetBytes(header), .. content];

    /// <summary>A pickle of protocol 4 by its instructions after PROTO.</summary>
    public static byte[] Pickle(params byte[] instructions) => [0x80, 4, .. instructions];

    public static byte[] Zip(params IEnumerable<(string Name, byte[] Content)> entries)
    {
        using MemoryStream file = new();
        using (ZipArchive archive = new(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries)
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return file.ToArray();
    }
}
