using System.IO.Compression;
using System.Text;

namespace MLNetDeep.Tests.Support;

/// <summary>Creates valid and invalid NPZ files.</summary>
internal static class Npz
{
    /// <summary>Creates a one-dimensional NPY array.</summary>
    public static byte[] Array(string type, int count, byte[] content) => Array($"{{'descr': '{type}', 'fortran_order': False, 'shape': ({count},), }}", content);

    public static byte[] Array(string header, byte[] content, byte version = 1) =>
        [0x93, .. "NUMPY"u8, version, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.Latin1.GetBytes(header), .. content];

    /// <summary>Creates a pickle of protocol 4 from the instructions that follow PROTO.</summary>
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
