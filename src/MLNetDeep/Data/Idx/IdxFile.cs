using System.Buffers.Binary;
using System.Collections.Immutable;
using Microsoft.ML.Data;
using MLNetDeep.Neural.Serialization;

namespace MLNetDeep.Data;

/// <summary>
/// An IDX file, plain or gzipped: the magic number 0x00 0x00 t d, where t is the type of the numbers, then d dimensions as big-endian
/// 32-bit integers, then the numbers, big-endian too, in row-major order.
/// </summary>
internal sealed class IdxFile : NumberFile
{
    private const int MagicLength = 4;

    // The codes are those in the description of the format on MNIST's page.
    private static readonly Dictionary<byte, NumberType> s_types = new()
    {
        [0x08] = NumberType.BigEndian<byte>(NumberDataViewType.Byte),
        [0x09] = NumberType.BigEndian<sbyte>(NumberDataViewType.SByte),
        [0x0B] = NumberType.BigEndian<short>(NumberDataViewType.Int16),
        [0x0C] = NumberType.BigEndian<int>(NumberDataViewType.Int32),
        [0x0D] = NumberType.BigEndian<float>(NumberDataViewType.Single),
        [0x0E] = NumberType.BigEndian<double>(NumberDataViewType.Double),
    };

    private readonly string _path;

    private IdxFile(string path, NumberType type, ImmutableArray<int> dimensions)
        : base($"'{path}'", type, dimensions, HeaderLengthOf(dimensions.Length)) => _path = path;

    public override string CountPlace => $" at offset {MagicLength}";

    /// <summary>Reads the header of a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="minRank">The smallest number of dimensions that the file may have.</param>
    /// <param name="maxRank">The largest number of dimensions that the file may have.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">The file is not an IDX file with such a number of dimensions, or it is too short.</exception>
    public static IdxFile Open(string path, int minRank, int maxRank)
    {
        using Stream stream = FileStreams.OpenRead(path);
        Span<byte> header = stackalloc byte[HeaderLengthOf(byte.MaxValue)];
        int length = ReadUpTo(stream, header[..MagicLength], path, 0);
        int rank = header[3];
        if (length == MagicLength)
        {
            if (header[0] != 0 || header[1] != 0 || !s_types.ContainsKey(header[2]) || rank < minRank || rank > maxRank)
            {
                throw new InvalidDataException(
                    $"'{path}' at offset 0: the magic number is 0x{BinaryPrimitives.ReadUInt32BigEndian(header):X8}, but 0x0000, a type "
                    + $"({string.Join(", ", s_types.Keys.Select(code => $"0x{code:X2}"))}) and the number of dimensions "
                    + $"({minRank} to {maxRank}) are needed.");
            }

            header = header[..HeaderLengthOf(rank)];
            length += ReadUpTo(stream, header[MagicLength..], path, MagicLength);
        }

        if (length < MagicLength || length < header.Length)
        {
            throw new InvalidDataException(
                $"'{path}' at offset {length}: the file ends within its header of {(length < MagicLength ? HeaderLengthOf(minRank) : header.Length)} bytes.");
        }

        // An item gets memory before it is read, so the file must be able to hold it.
        long fileLength = new FileInfo(path).Length;
        long maxItemSize = Math.Min(stream is GzipFileStream ? Deflate.MaxContentLength(fileLength) : fileLength, Array.MaxLength);
        return new IdxFile(path, s_types[header[2]], ReadDimensions(path, header, s_types[header[2]].Size, maxItemSize));
    }

    internal override Stream OpenStream(out IDisposable owner, out bool isSlow)
    {
        Stream stream = FileStreams.OpenRead(_path);
        isSlow = stream is GzipFileStream;
        owner = stream;
        return stream;
    }

    private static int HeaderLengthOf(int rank) => MagicLength + (sizeof(int) * rank);

    private static ImmutableArray<int> ReadDimensions(string path, ReadOnlySpan<byte> header, int numberSize, long maxItemSize)
    {
        int rank = header[3];
        ImmutableArray<int>.Builder dimensions = ImmutableArray.CreateBuilder<int>(rank);
        long itemSize = numberSize;
        for (int i = 0; i < rank; i++)
        {
            int offset = HeaderLengthOf(i);
            int size = BinaryPrimitives.ReadInt32BigEndian(header[offset..]);
            itemSize *= i == 0 ? 1 : size;
            if (size < (i == 0 ? 0 : 1) || itemSize > maxItemSize)
            {
                throw new InvalidDataException(
                    $"'{path}' at offset {offset}: dimension {i} is {(uint)size}, but it must be at least {(i == 0 ? 0 : 1)} and an item at most {maxItemSize} bytes, which is what the file can hold.");
            }

            dimensions.Add(size);
        }

        return dimensions.MoveToImmutable();
    }

    private static int ReadUpTo(Stream stream, Span<byte> buffer, string path, long offset)
    {
        try
        {
            return stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"'{path}' at offset {offset}: the compressed data are damaged ({e.Message})", e);
        }
    }
}
