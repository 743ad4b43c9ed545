using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace MLNetDeep.Neural.Serialization;

/// <summary>
/// Reads safetensors from untrusted streams, which need not be seekable. A file that claims a false length cannot exhaust the memory: the
/// buffers grow as data arrive.
/// </summary>
internal static class SafetensorsReader
{
    // The limit of the safetensors format, in bytes.
    private const ulong MaxHeaderLength = 100_000_000;
    private const int ChunkLength = 1 << 20;

    /// <summary>Reads all float tensors, in the order in which the file stores their values.</summary>
    /// <exception cref="InvalidDataException">The stream is not valid safetensors, or has a tensor whose type is not F32.</exception>
    public static IReadOnlyList<NamedTensor> Read(Stream source) => ReadAll(source).Tensors;

    /// <summary>Reads all float tensors in file order, the single integers and the metadata.</summary>
    /// <exception cref="InvalidDataException">The stream is not valid safetensors, or has a tensor whose type is not F32.</exception>
    public static SafetensorsContent ReadAll(Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        long? available = source.CanSeek ? source.Length - source.Position : null;
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        if (source.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false) < prefix.Length)
        {
            throw new InvalidDataException("The safetensors stream ends before the length of its header.");
        }

        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        available -= prefix.Length;
        if (headerLength > MaxHeaderLength || (available is { } rest && headerLength > (ulong)rest))
        {
            throw new InvalidDataException(
                prefix.StartsWith("PK"u8)
                    ? "This is a zip file, not a safetensors file. If it is a model of ML.NET, load it with MLContext.Model.Load."
                    : $"The safetensors header claims {headerLength} bytes; accepted: up to {MaxHeaderLength}, within the stream.");
        }

        byte[] header = ReadValues<byte>(source, (int)headerLength, "the header", hash: null);
        (IReadOnlyList<SafetensorsEntry> entries, IReadOnlyDictionary<string, string> metadata) = SafetensorsHeader.Parse(header);
        XxHash128? hash = SafetensorsChecksum.Begin(prefix, header);
        long dataLength = entries.Sum(entry => entry.IsCounter ? sizeof(long) : (long)entry.Size * sizeof(float));
        available -= (long)headerLength;
        if (available is { } data && data != dataLength)
        {
            throw new InvalidDataException($"The safetensors header describes {dataLength} bytes of values; the stream has {data}.");
        }

        List<NamedTensor> tensors = [];
        Dictionary<string, long> counters = [];
        foreach (SafetensorsEntry entry in entries)
        {
            if (entry.IsCounter)
            {
                counters.Add(entry.Name, BinaryPrimitives.ReadInt64LittleEndian(ReadValues<byte>(source, sizeof(long), entry.Name, hash)));
                continue;
            }

            float[] values = ReadValues<float>(source, entry.Size, entry.Name, hash);
            ToMachineEndianness(values);
            tensors.Add(new NamedTensor(entry.Name, entry.Shape, values));
        }

        if (source.ReadByte() >= 0)
        {
            throw new InvalidDataException("The safetensors stream has data after its last tensor.");
        }

        if (hash is not null)
        {
            SafetensorsChecksum.Check(hash, metadata[SafetensorsChecksum.Key]);
        }

        return new SafetensorsContent(tensors, counters, metadata);
    }

    // The array grows as values arrive, so reading a short stream takes at most twice its length in memory.
    private static T[] ReadValues<T>(Stream source, int count, string name, XxHash128? hash)
        where T : unmanaged
    {
        T[] values = new T[Math.Min(count, ChunkLength)];
        int filled = 0;
        while (true)
        {
            while (filled < values.Length)
            {
                int end = Math.Min(values.Length, filled + ChunkLength);
                Span<byte> bytes = MemoryMarshal.AsBytes(values.AsSpan(filled..end));
                if (source.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
                {
                    throw new InvalidDataException($"The safetensors stream ends within {name}.");
                }

                hash?.Append(bytes);
                filled = end;
            }

            if (filled == count)
            {
                return values;
            }

            Array.Resize(ref values, (int)Math.Min(count, (long)filled * 2));
        }
    }

    private static void ToMachineEndianness(float[] values)
    {
        if (!BitConverter.IsLittleEndian)
        {
            Span<int> bits = MemoryMarshal.Cast<float, int>(values.AsSpan());
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }
    }
}
