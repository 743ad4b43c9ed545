using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace MLNetDeep.Neural.Serialization;

/// <summary>
/// Writes tensors in the safetensors format. A file has three parts: the length of the header (8 bytes, little-endian); the header, which
/// is JSON with the name, dtype, shape and offsets of each tensor, padded with spaces to a multiple of 8 bytes; and the values, without
/// gaps.
/// </summary>
internal static class SafetensorsWriter
{
    public static void Write(Stream destination, IReadOnlyList<NamedTensor> tensors) => Write(destination, new SafetensorsContent(tensors));

    public static void Write(Stream destination, SafetensorsContent content)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ReadOnlySpan<byte> header = CreateHeader(content);
        int padding = -header.Length & 7;
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)(header.Length + padding));
        destination.Write(length);
        destination.Write(header);
        destination.Write("        "u8[..padding]);

        // Counters are written first, so that their offsets are multiples of 8 bytes.
        Span<byte> counter = stackalloc byte[sizeof(long)];
        foreach (long value in content.Counters.Values)
        {
            BinaryPrimitives.WriteInt64LittleEndian(counter, value);
            destination.Write(counter);
        }

        foreach (NamedTensor tensor in content.Tensors)
        {
            WriteValues(destination, tensor.Values);
        }
    }

    private static ReadOnlySpan<byte> CreateHeader(SafetensorsContent content)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer);
        json.WriteStartObject();
        if (content.Metadata.Count > 0)
        {
            json.WriteStartObject(SafetensorsHeader.MetadataKey);
            foreach ((string name, string text) in content.Metadata)
            {
                json.WriteString(name, text);
            }

            json.WriteEndObject();
        }

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
        return buffer.WrittenSpan;
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

    private static void WriteValues(Stream destination, ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            // Written in chunks, since a large array has more bytes than one span can hold.
            const int ChunkLength = 1 << 20;
            for (; values.Length > ChunkLength; values = values[ChunkLength..])
            {
                destination.Write(MemoryMarshal.AsBytes(values[..ChunkLength]));
            }

            destination.Write(MemoryMarshal.AsBytes(values));
            return;
        }

        Span<byte> bytes = stackalloc byte[sizeof(float)];
        foreach (float value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
            destination.Write(bytes);
        }
    }
}
