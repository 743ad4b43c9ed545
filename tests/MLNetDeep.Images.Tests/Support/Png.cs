using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace MLNetDeep.Images.Tests;

/// <summary>Writes PNG files of 8 bits for each value.</summary>
internal static class Png
{
    private static readonly byte[] s_signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The colour types of the format.</summary>
    public enum Mode : byte
    {
        Grey = 0,
        Rgb = 2,
        Palette = 3,
        Rgba = 6,
    }

    /// <summary>Returns a file.</summary>
    /// <param name="mode">The colour type.</param>
    /// <param name="width">The width.</param>
    /// <param name="values">The values, row by row.</param>
    /// <param name="palette">Red, green and blue of each index, in the mode Palette.</param>
    public static byte[] File(Mode mode, int width, byte[] values, byte[]? palette = null)
    {
        int rowLength = width * mode switch { Mode.Rgb => 3, Mode.Rgba => 4, _ => 1 };
        int height = values.Length / rowLength;
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, (byte)mode);
        return
        [
            .. s_signature, .. Chunk("IHDR", header), .. palette is null ? [] : Chunk("PLTE", palette), .. Chunk("IDAT", Compress(values, rowLength)),
            .. Chunk("IEND", []),
        ];
    }

    /// <summary>Returns a file of one grey value.</summary>
    public static byte[] Flat(int width, int height, byte value) => File(Mode.Grey, width, [.. Enumerable.Repeat(value, width * height)]);

    private static byte[] Compress(byte[] values, int rowLength)
    {
        using MemoryStream compressed = new();
        using (ZLibStream stream = new(compressed, CompressionLevel.Fastest))
        {
            foreach (byte[] row in values.Chunk(rowLength))
            {
                stream.WriteByte(0);
                stream.Write(row);
            }
        }

        return compressed.ToArray();
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] checkedPart = [.. Encoding.ASCII.GetBytes(type), .. data];
        byte[] chunk = new byte[4 + checkedPart.Length + 4];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        checkedPart.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(4 + checkedPart.Length), Crc32.HashToUInt32(checkedPart));
        return chunk;
    }
}
