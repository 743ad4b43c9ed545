using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace MLNetDeep.Neural.Serialization;

/// <summary>
/// Writes tensors as safetensors: 8 bytes with the header's length (little-endian), the header (JSON: name, dtype, shape and place of
/// each tensor, padded with spaces to a multiple of 8), then the values, without gaps.
/// </summary>
internal static class SafetensorsWriter
{
    public static void Write(Stream destination, IReadOnlyList<NamedTensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ReadOnlySpan<byte> header = Header(tensors);
        int padding = -header.Length & 7;
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)(header.Length + padding));
        destination.Write(length);
        destination.Write(header);
        destination.Write("        "u8[..padding]);
        foreach (NamedTensor tensor in tensors)
        {
            WriteValues(destination, tensor.Values);
        }
    }

    private static ReadOnlySpan<byte> Header(IReadOnlyList<NamedTensor> tensors)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer);
        json.WriteStartObject();
        long offset = 0;
        foreach (NamedTensor tensor in tensors)
        {
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", "F32");
            json.WriteStartArray("shape");
            foreach (int dimension in tensor.Shape)
            {
                json.WriteNumberValue(dimension);
            }

            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(offset);
            offset += (long)tensor.Values.Length * sizeof(float);
            json.WriteNumberValue(offset);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan;
    }

    private static void WriteValues(Stream destination, ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            // In pieces, since the bytes of a large array are more than a span can count.
            const int Piece = 1 << 20;
            for (; values.Length > Piece; values = values[Piece..])
            {
                destination.Write(MemoryMarshal.AsBytes(values[..Piece]));
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
