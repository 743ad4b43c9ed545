using System.Runtime.InteropServices;

namespace MLNetDeep.Neural.Serialization;

/// <summary>Reads arrays from untrusted streams. The arrays grow as values arrive, so that a false length cannot exhaust the memory.</summary>
internal static class FloatReader
{
    private const int ChunkLength = 1 << 20;
    private const int PassedLength = 1 << 14;

    /// <summary>Reads numbers and converts them to floats.</summary>
    /// <param name="source">The stream.</param>
    /// <param name="format">The format of the numbers.</param>
    /// <param name="count">The number of values.</param>
    /// <param name="onRead">Receives the bytes as they are in the stream; null for no receiver.</param>
    /// <param name="onEnd">Creates the exception for a stream that ends too early.</param>
    public static float[] Read(Stream source, FloatFormat format, int count, Action<ReadOnlySpan<byte>>? onRead, Func<Exception> onEnd)
    {
        // Floats are read into the array itself.
        byte[] buffer = format == FloatFormat.F32 ? [] : new byte[Math.Min(count, ChunkLength / sizeof(double)) * format.Size()];
        int chunkLength = format == FloatFormat.F32 ? ChunkLength : buffer.Length / format.Size();
        return ReadChunks<float>(count, chunkLength, chunk =>
        {
            Span<byte> bytes = format == FloatFormat.F32 ? MemoryMarshal.AsBytes(chunk) : buffer.AsSpan(0, chunk.Length * format.Size());
            Fill(source, bytes, onEnd);
            onRead?.Invoke(bytes);
            if (format == FloatFormat.F32)
            {
                FloatFormats.ToMachineEndianness(chunk);
            }
            else
            {
                format.Convert(bytes, chunk);
            }
        });
    }

    /// <summary>Reads bytes.</summary>
    /// <param name="source">The stream.</param>
    /// <param name="count">The number of bytes.</param>
    /// <param name="onEnd">Creates the exception for a stream that ends too early.</param>
    public static byte[] ReadBytes(Stream source, int count, Func<Exception> onEnd) =>
        ReadChunks<byte>(count, ChunkLength, chunk => Fill(source, chunk, onEnd));

    /// <summary>Reads bytes that are not needed.</summary>
    /// <param name="source">The stream.</param>
    /// <param name="count">The number of bytes.</param>
    /// <param name="onRead">Receives the bytes; null for no receiver.</param>
    /// <param name="onEnd">Creates the exception for a stream that ends too early.</param>
    public static void PassOver(Stream source, long count, Action<ReadOnlySpan<byte>>? onRead, Func<Exception> onEnd)
    {
        byte[] buffer = new byte[Math.Min(count, PassedLength)];
        while (count > 0)
        {
            Span<byte> bytes = buffer.AsSpan(0, (int)Math.Min(count, buffer.Length));
            Fill(source, bytes, onEnd);
            onRead?.Invoke(bytes);
            count -= bytes.Length;
        }
    }

    private static void Fill(Stream source, Span<byte> bytes, Func<Exception> onEnd)
    {
        if (source.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw onEnd();
        }
    }

    // Reading a short stream takes at most about twice its length in memory.
    private static T[] ReadChunks<T>(int count, int chunkLength, Action<Span<T>> read)
    {
        T[] values = new T[Math.Min(count, chunkLength)];
        int filled = 0;
        while (true)
        {
            while (filled < values.Length)
            {
                int end = Math.Min(values.Length, filled + chunkLength);
                read(values.AsSpan(filled..end));
                filled = end;
            }

            if (filled == count)
            {
                return values;
            }

            Array.Resize(ref values, (int)Math.Min(count, (long)filled * 2));
        }
    }
}
