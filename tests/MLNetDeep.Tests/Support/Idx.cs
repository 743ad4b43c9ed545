using System.Buffers.Binary;
using System.IO.Compression;

namespace MLNetDeep.Tests.Support;

/// <summary>Creates IDX files, the format of MNIST.</summary>
internal static class Idx
{
    public const uint ImagesMagic = 0x00000803;
    public const uint LabelsMagic = 0x00000801;

    public static byte[] File(uint magic, uint[] dimensions, byte[] content)
    {
        byte[] file = new byte[4 + (4 * dimensions.Length) + content.Length];
        BinaryPrimitives.WriteUInt32BigEndian(file, magic);
        for (int i = 0; i < dimensions.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(4 + (4 * i)), dimensions[i]);
        }

        content.CopyTo(file, 4 + (4 * dimensions.Length));
        return file;
    }

    public static byte[] Gzip(byte[] content)
    {
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }
}
