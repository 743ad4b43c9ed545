using System.Text;

namespace MLNetDeep.Data;

/// <summary>Encodings that throw on bytes that are not text, where .NET's would put a replacement character.</summary>
internal static class StrictEncodings
{
    /// <summary>The length of the longest byte order mark.</summary>
    public const int MaxMarkLength = 4;

    private static readonly Encoding[] s_marked =
    [
        // UTF-32 stands before UTF-16: its mark begins with that of UTF-16.
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), Encoding.UTF32, Encoding.Unicode, Encoding.BigEndianUnicode,
    ];

    /// <summary>Returns the strict encoding of a file and the length of its byte order mark.</summary>
    /// <param name="start">The first bytes of the file, at least four if it has so many.</param>
    /// <param name="encoding">The encoding of a file without a mark; null for UTF-8.</param>
    public static (Encoding Encoding, int MarkLength) Detect(ReadOnlySpan<byte> start, Encoding? encoding)
    {
        foreach (Encoding marked in s_marked)
        {
            if (start.StartsWith(marked.Preamble))
            {
                return (MakeStrict(marked), marked.Preamble.Length);
            }
        }

        return (MakeStrict(encoding ?? Encoding.UTF8), 0);
    }

    /// <summary>Describes bytes that are not text.</summary>
    public static string Describe(DecoderFallbackException error, Encoding encoding)
    {
        string bytes = error.BytesUnknown is { Length: > 0 } unknown ? $"0x{Convert.ToHexString(unknown)} " : "";
        return $"the bytes {bytes}are not text in the encoding {encoding.WebName}. If the file has another encoding, such as "
            + "windows-1252 or iso-8859-1 (Latin-1), set Encoding.";
    }

    /// <summary>Describes a file with a NUL character, which no text has.</summary>
    public static string DescribeNul(Encoding encoding) =>
        $"there is a NUL character, so this is not text in the encoding {encoding.WebName}. If the file has another encoding, such as "
        + "utf-16, set Encoding.";

    private static Encoding MakeStrict(Encoding encoding)
    {
        Encoding strict = (Encoding)encoding.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        return strict;
    }
}
