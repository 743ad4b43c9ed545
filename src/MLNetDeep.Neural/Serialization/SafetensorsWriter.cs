using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace MLNetDeep.Neural.Serialization;

/// <summary>
/// Writes tensors in the safetensors format. A file has three parts: the length of the header (8 bytes, little-endian); the header, which
/// is JSON with the name, dtype, shape and offsets of each tensor, padded with spaces to a multiple of 8 bytes; and the values, without
/// gaps. The metadata of the header have a checksum; see <see cref="SafetensorsChecksum"/>.
/// </summary>
internal static class SafetensorsWriter
{
    public static void Write(Stream destination, IReadOnlyList<NamedTensor> tensors) => Write(destination, new SafetensorsContent(tensors));

    public static void Write(Stream destination, SafetensorsContent content)
    {
        ArgumentNullException.ThrowIfNull(destination);
        byte[] header = CreateHeader(content);
        XxHash128 hash = new();
        hash.Append(header);
        WriteValues(content, hash.Append);
        SafetensorsChecksum.Set(header.AsSpan(sizeof(ulong)), hash.GetCurrentHash());
        destination.Write(header);
        WriteValues(content, destination.Write);
    }

    // The length of the header and the header, with a blank checksum.
    private static byte[] CreateHeader(SafetensorsContent content)
    {
        ArrayBufferWriter<byte> buffer = new();
        buffer.Write(stackalloc byte[sizeof(ulong)]);
        using Utf8JsonWriter json = new(buffer);
        json.WriteStartObject();
        json.WriteStartObject(SafetensorsHeader.MetadataKey);
        json.WriteString(SafetensorsChecksum.Key, SafetensorsChecksum.Blank);
        foreach ((string name, string text) in content.Metadata)
        {
            json.WriteString(name, text);
        }

        json.WriteEndObject();
        long offset = 0;
        foreach (string name in content.Counters.Keys)
        {
            WriteEntry(json, name, "I64", [], ref offset, sizeof(long));
        }

        foreach (NamedTensor tensor in content.Tensors)
        {
            WriteEntry(json, tensor.Name, "F32", tensor.Shape.AsSpan(), ref offset, (long)tensor.Values.Length * sizeof(float));
        }

        json.WriteEndObject();
        json.Flush();
        buffer.Write("        "u8[..(-buffer.WrittenCount & 7)]);
        byte[] header = buffer.WrittenSpan.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)(header.Length - sizeof(ulong)));
        return header;
    }

    private static void WriteEntry(Utf8JsonWriter json, string name, string type, ReadOnlySpan<int> shape, ref long offset, long length)
    {
        json.WriteStartObject(name);
        json.WriteString("dtype", type);
        json.WriteStartArray("shape");
        foreach (int dimension in shape)
        {
            json.WriteNumberValue(dimension);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        offset += length;
        json.WriteNumberValue(offset);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // Counters are written first, so that their offsets are multiples of 8 bytes.
    private static void WriteValues(SafetensorsContent content, Action<ReadOnlySpan<byte>> write)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        foreach (long value in content.Counters.Values)
        {
            BinaryPrimitives.WriteInt64LittleEndian(counter, value);
            write(counter);
        }

        foreach (NamedTensor tensor in content.Tensors)
        {
            WriteValues(tensor.Values, write);
        }
    }

    private static void WriteValues(ReadOnlySpan<float> values, Action<ReadOnlySpan<byte>> write)
    {
        if (BitConverter.IsLittleEndian)
        {
            // Written in chunks, since a large array has more bytes than one span can hold.
            const int ChunkLength = 1 << 20;
            for (; values.Length > ChunkLength; values = values[ChunkLength..])
            {
                write(MemoryMarshal.AsBytes(values[..ChunkLength]));
            }

            write(MemoryMarshal.AsBytes(values));
            return;
        }

        Span<byte> bytes = stackalloc byte[sizeof(float)];
        foreach (float value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
            write(bytes);
        }
    }
}
