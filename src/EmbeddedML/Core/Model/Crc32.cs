namespace Microsoft.ML;

/// <summary>The checksum of zip entries (ISO 3309; polynomial 0xEDB88320, bits reversed). ZipArchive reads without checking it.</summary>
internal static class Crc32
{
    private static readonly uint[] s_table = MakeTable();

    public static uint Hash(ReadOnlySpan<byte> content)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in content)
            crc = s_table[(byte)(crc ^ value)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
                value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xEDB88320;
            table[i] = value;
        }
        return table;
    }
}
