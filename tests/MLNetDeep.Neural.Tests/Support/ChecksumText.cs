using System.Text;
using System.Text.RegularExpressions;

namespace MLNetDeep.Neural.Tests.Support;

/// <summary>Changes the checksum of safetensors files, for tests of what it would hide.</summary>
internal static partial class ChecksumText
{
    /// <summary>Returns the file without the checksum, as earlier versions of this library wrote it.</summary>
    public static byte[] Remove(byte[] file)
    {
        int length = (int)BitConverter.ToInt64(file);
        string header = Encoding.Latin1.GetString(file, 8, length);
        header = Entry().Replace(header.TrimEnd(' '), "", 1).Replace("\"__metadata__\":{},", "", StringComparison.Ordinal);
        header = header.PadRight((header.Length + 7) / 8 * 8);
        return [.. BitConverter.GetBytes((long)header.Length), .. Encoding.Latin1.GetBytes(header), .. file[(8 + length)..]];
    }

    [GeneratedRegex("""
        "mlnetdeep\.checksum":"[0-9a-f]{32}",?
        """)]
    private static partial Regex Entry();
}
