using System.IO.Hashing;
using System.Text;
using System.Text.Json;

namespace MLNetDeep.Neural.Serialization;

/// <summary>
/// The checksum in the metadata of a safetensors file: the XXH128 hash of the whole file, in 32 hexadecimal digits. For the hash, the digits
/// are those of <see cref="Blank"/>. The format itself has no checksum, so readers other than this library ignore it.
/// </summary>
internal static class SafetensorsChecksum
{
    public const string Key = "mlnetdeep.checksum";

    private const int Length = 32;

    /// <summary>The digits before the checksum is known.</summary>
    public static string Blank { get; } = new('0', Length);

    /// <summary>Replaces the digits in a header.</summary>
    public static void Set(Span<byte> header, ReadOnlySpan<byte> hash)
    {
        int position = Find(header);
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash), header[position..(position + Length)]);
    }

    /// <summary>Begins to check a file. Returns null if its metadata have no checksum.</summary>
    /// <param name="prefix">The length of the header, as in the file.</param>
    /// <param name="header">The header, a valid JSON object.</param>
    /// <exception cref="InvalidDataException">The checksum is not 32 digits.</exception>
    public static XxHash128? Begin(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> header)
    {
        int position = Find(header);
        if (position < 0)
        {
            return null;
        }

        XxHash128 hash = new();
        hash.Append(prefix);
        hash.Append(header[..position]);
        hash.Append(Encoding.ASCII.GetBytes(Blank));
        hash.Append(header[(position + Length)..]);
        return hash;
    }

    /// <summary>Throws if the hash of a file differs from the checksum in its metadata.</summary>
    /// <exception cref="InvalidDataException">They differ.</exception>
    public static void Check(XxHash128 hash, string checksum)
    {
        if (Convert.ToHexStringLower(hash.GetCurrentHash()) != checksum)
        {
            throw new InvalidDataException(
                $"The file is damaged: its content does not match the checksum {Key} in its metadata. "
                + "A program that changes the tensors must remove that entry.");
        }
    }

    // Returns the position of the first digit; -1 if there is no checksum.
    private static int Find(ReadOnlySpan<byte> header)
    {
        Utf8JsonReader reader = new(header);
        while (reader.Read())
        {
            if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isMetadata = reader.ValueTextEquals(SafetensorsHeader.MetadataKey);
                reader.Read();
                if (isMetadata && reader.TokenType == JsonTokenType.StartObject)
                {
                    return FindIn(ref reader);
                }

                reader.Skip();
            }
        }

        return -1;
    }

    private static int FindIn(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isChecksum = reader.ValueTextEquals(Key);
            reader.Read();
            if (isChecksum)
            {
                return reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length == Length && !reader.ValueIsEscaped
                    ? (int)reader.TokenStartIndex + 1
                    : throw new InvalidDataException($"The metadata have the entry {Key}, but it is not {Length} digits.");
            }

            reader.Skip();
        }

        return -1;
    }
}
