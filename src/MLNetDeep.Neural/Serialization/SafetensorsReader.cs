using System.Buffers.Binary;
using System.IO.Hashing;

namespace MLNetDeep.Neural.Serialization;

/// <summary>
/// Reads safetensors from untrusted streams, which need not be seekable. A file that claims a false length cannot exhaust the memory: the
/// buffers grow as data arrive.
/// </summary>
internal static class SafetensorsReader
{
    /// <summary>The limit of the safetensors format, in bytes.</summary>
    public const ulong MaxHeaderLength = 100_000_000;

    /// <summary>Reads all float tensors, in the order in which the file stores their values.</summary>
    /// <exception cref="InvalidDataException">The stream is not valid safetensors, or has a tensor of another type than F32, F16, BF16 and F64.</exception>
    public static IReadOnlyList<NamedTensor> Read(Stream source) => ReadAll(source).Tensors;

    /// <summary>Reads all float tensors in file order, the single integers and the metadata.</summary>
    /// <exception cref="InvalidDataException">The stream is not valid safetensors, or has a tensor of another type than F32, F16, BF16 and F64.</exception>
    /// <param name="source">The stream.</param>
    /// <param name="passesOver">Whether other tensors are passed over instead; see <see cref="SafetensorsContent.Others"/>.</param>
    public static SafetensorsContent ReadAll(Stream source, bool passesOver = false)
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
                    ? "This is a zip file, not a safetensors file. If it is a model of ML.NET, load it with MLContext.Model.Load, "
                        + "or its network alone with Network.LoadFromModel; if PyTorch wrote it, use PretrainedWeights.FromFile."
                    : $"The safetensors header claims {headerLength} bytes; accepted: up to {MaxHeaderLength}, within the stream.");
        }

        byte[] header = FloatReader.ReadBytes(source, (int)headerLength, () => EndsWithin("the header"));
        (IReadOnlyList<SafetensorsEntry> entries, IReadOnlyDictionary<string, string> metadata) = SafetensorsHeader.Parse(header, passesOver);
        XxHash128? hash = SafetensorsChecksum.Begin(prefix, header);
        long dataLength = entries.Sum(entry => entry.ByteCount);
        available -= (long)headerLength;
        if (available is { } data && data != dataLength)
        {
            throw new InvalidDataException($"The safetensors header describes {dataLength} bytes of values; the stream has {data}.");
        }

        List<NamedTensor> tensors = [];
        Dictionary<string, long> counters = [];
        Dictionary<string, string> others = [];
        foreach (SafetensorsEntry entry in entries)
        {
            if (entry.Other is { } other)
            {
                FloatReader.PassOver(source, entry.ByteCount, hash is null ? null : hash.Append, () => EndsWithin(entry.Name));
                others.Add(entry.Name, other);
            }
            else if (entry.Format is { } format)
            {
                float[] values = FloatReader.Read(
                    source, format, entry.Size, hash is null ? null : hash.Append, () => EndsWithin(entry.Name));
                tensors.Add(new NamedTensor(entry.Name, entry.Shape, values));
            }
            else
            {
                byte[] number = FloatReader.ReadBytes(source, sizeof(long), () => EndsWithin(entry.Name));
                hash?.Append(number);
                counters.Add(entry.Name, BinaryPrimitives.ReadInt64LittleEndian(number));
            }
        }

        if (source.ReadByte() >= 0)
        {
            throw new InvalidDataException("The safetensors stream has data after its last tensor.");
        }

        if (hash is not null)
        {
            SafetensorsChecksum.Check(hash, metadata[SafetensorsChecksum.Key]);
        }

        return new SafetensorsContent(tensors, counters, metadata) { Others = others };
    }

    private static InvalidDataException EndsWithin(string name) => new($"The safetensors stream ends within {name}.");
}
