using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;

namespace MLNetDeep.Data;

/// <summary>
/// An IDX file of unsigned bytes, plain or gzipped: the magic number 0x00 0x00 0x08 d, then d dimensions as big-endian
/// 32-bit integers, then the bytes in row-major order.
/// </summary>
internal sealed class IdxFile
{
    private const byte UnsignedByte = 0x08;
    private const int MagicLength = 4;

    private IdxFile(string path, ImmutableArray<int> dimensions)
    {
        Path = path;
        Dimensions = dimensions;
        ItemShape = dimensions.RemoveAt(0);
        ItemSize = ItemShape.Aggregate(1, (product, size) => checked(product * size));
    }

    public string Path { get; }

    /// <summary>The dimensions in the header; the first is the number of items.</summary>
    public ImmutableArray<int> Dimensions { get; }

    /// <summary>The number of items.</summary>
    public int Count => Dimensions[0];

    /// <summary>The dimensions of one item; empty if an item is a single byte.</summary>
    public ImmutableArray<int> ItemShape { get; }

    /// <summary>The size of one item, in bytes.</summary>
    public int ItemSize { get; }

    private int HeaderLength => MagicLength + (sizeof(int) * Dimensions.Length);

    /// <summary>Reads the header of a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="rank">The number of dimensions that the file must have.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">The file is not an IDX file of unsigned bytes with <paramref name="rank"/> dimensions, or it
    /// is too short.</exception>
    public static IdxFile Open(string path, int rank)
    {
        using Stream stream = FileStreams.OpenRead(path);
        Span<byte> header = stackalloc byte[MagicLength + (sizeof(int) * rank)];
        int length = ReadUpTo(stream, header, path, 0);
        uint expected = (UnsignedByte << 8) | (uint)rank;
        if (length >= MagicLength)
        {
            uint magic = BinaryPrimitives.ReadUInt32BigEndian(header);
            if (magic != expected)
            {
                throw new InvalidDataException(
                    $"'{path}' at offset 0: the magic number is 0x{magic:X8}, but 0x{expected:X8} is needed (unsigned bytes, {rank} dimensions).");
            }
        }

        if (length < header.Length)
        {
            throw new InvalidDataException($"'{path}' at offset {length}: the file ends within its header of {header.Length} bytes.");
        }

        ImmutableArray<int>.Builder dimensions = ImmutableArray.CreateBuilder<int>(rank);
        long itemSize = 1;
        for (int i = 0; i < rank; i++)
        {
            int offset = MagicLength + (sizeof(int) * i);
            int size = BinaryPrimitives.ReadInt32BigEndian(header[offset..]);
            itemSize *= i == 0 ? 1 : size;
            if (size < (i == 0 ? 0 : 1) || itemSize > Array.MaxLength)
            {
                throw new InvalidDataException(
                    $"'{path}' at offset {offset}: dimension {i} is {(uint)size}, but it must be at least {(i == 0 ? 0 : 1)} and an item at most {Array.MaxLength} bytes.");
            }

            dimensions.Add(size);
        }

        return new IdxFile(path, dimensions.MoveToImmutable());
    }

    /// <summary>Opens the file for reading, before the first item.</summary>
    public ItemReader ReadItems() => new(this);

    private static int ReadUpTo(Stream stream, Span<byte> buffer, string path, long offset) =>
        ReadAtLeast(stream, buffer, buffer.Length, path, offset);

    private static int ReadAtLeast(Stream stream, Span<byte> buffer, int minCount, string path, long offset)
    {
        try
        {
            return stream.ReadAtLeast(buffer, minCount, throwOnEndOfStream: false);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"'{path}' at offset {offset}: the compressed data are damaged ({e.Message})", e);
        }
    }

    /// <summary>Reads the items in file order.</summary>
    public sealed class ItemReader : IDisposable
    {
        private const int BlockLength = 1 << 16;

        private readonly IdxFile _file;
        private readonly Stream _stream;

        // The current item and the bytes read beyond it. Item is a slice of this block, so no item is copied.
        private readonly byte[] _block;
        private int _start;
        private int _end;
        private int _itemLength;
        private int _next;

        internal ItemReader(IdxFile file)
        {
            _file = file;
            Stream stream = FileStreams.OpenRead(file.Path);
            _stream = stream is GZipStream ? new ReadAheadStream(stream) : stream;
            _block = new byte[Math.Max(BlockLength, file.ItemSize)];
            Span<byte> header = stackalloc byte[file.HeaderLength];
            ReadUpTo(_stream, header, file.Path, 0);
        }

        /// <summary>The current item. The span is valid until <see cref="MoveNext"/> is called.</summary>
        public ReadOnlySpan<byte> Item => _block.AsSpan(_start, _itemLength);

        /// <summary>Reads the next item; returns false after the last one.</summary>
        /// <exception cref="InvalidDataException">The file ends too early, or its compressed data are damaged.</exception>
        public bool MoveNext()
        {
            if (_next == _file.Count)
            {
                return false;
            }

            _start += _itemLength;
            _itemLength = 0;
            if (_end - _start < _file.ItemSize)
            {
                ReadBlock();
            }

            _itemLength = _file.ItemSize;
            _next++;
            return true;
        }

        public void Dispose() => _stream.Dispose();

        // Reads at least the next item, and as much more as the stream returns at once.
        private void ReadBlock()
        {
            int kept = _end - _start;
            _block.AsSpan(_start, kept).CopyTo(_block);
            (_start, _end) = (0, kept);
            long offset = _file.HeaderLength + ((long)_next * _file.ItemSize);
            _end += ReadAtLeast(_stream, _block.AsSpan(kept), _file.ItemSize - kept, _file.Path, offset);
            if (_end < _file.ItemSize)
            {
                throw new InvalidDataException(
                    $"'{_file.Path}' at offset {offset + _end}: the file ends within item {_next} of {_file.Count}, each of {_file.ItemSize} bytes.");
            }
        }
    }
}
