using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using System.Text;

namespace MLNetDeep.Transforms;

/// <summary>
/// A hash set of UTF-8 words that numbers them from 0 in the order in which they are added. One buffer holds a record for
/// each word: its number, length and bytes. So a successful lookup reads one place in memory.
/// </summary>
/// <remarks>
/// The hash table uses open addressing and linear probing and is at most half full. A slot holds the upper half of the hash and
/// the position of the record plus 1; 0 if the slot is free. The seeds of the hash are random in each process, so that nobody can craft a
/// text with colliding words. The numbers do not depend on the hash.
/// </remarks>
internal sealed class TermTable
{
    private const int HeaderLength = 2 * sizeof(int);
    private const int MinSlotCount = 256;

    private static readonly ulong s_seed = RandomSeed();
    private static readonly ulong s_secondSeed = RandomSeed();

    private ulong[] _slots = new ulong[MinSlotCount];
    private byte[] _records = new byte[MinSlotCount];
    private int _length;

    // 16 bytes of ones, then 16 of zeros. Loading 16 bytes at offset 16 - n gives a mask that keeps the first n bytes.
    private static ReadOnlySpan<byte> Masks =>
    [
        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>The number of words.</summary>
    public int Count { get; private set; }

    /// <summary>The size of all records, in bytes.</summary>
    public int ByteLength => _length;

    /// <summary>Returns the number of a word; -1 if it is not in the set.</summary>
    /// <param name="word">The first byte of the word. <see cref="WordBuffer.Slack"/> bytes after the last one must be readable.</param>
    /// <param name="length">The number of bytes, at least 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ref byte word, int length) => Find(ref word, length, Hash(ref word, length));

    /// <summary>Returns the number of a word; -1 if it is not in the set.</summary>
    public int Find(ReadOnlySpan<byte> word)
    {
        if (word.IsEmpty)
        {
            return -1;
        }

        Span<byte> padded = word.Length <= 4 * WordBuffer.Slack ? stackalloc byte[5 * WordBuffer.Slack] : new byte[word.Length + WordBuffer.Slack];
        word.CopyTo(padded);
        return Find(ref MemoryMarshal.GetReference(padded), word.Length);
    }

    /// <summary>Adds a word if it is not in the set, and returns its number.</summary>
    /// <param name="word">The first byte of the word. <see cref="WordBuffer.Slack"/> bytes after the last one must be readable.</param>
    /// <param name="length">The number of bytes, at least 1.</param>
    public int Add(ref byte word, int length)
    {
        ulong hash = Hash(ref word, length);
        int number = Find(ref word, length, hash);
        if (number >= 0)
        {
            return number;
        }

        if (2 * (Count + 1) > _slots.Length)
        {
            Rebuild(2 * _slots.Length);
        }

        int record = _length;
        Reserve(HeaderLength + length);
        WriteHeader(record, Count, length);
        MemoryMarshal.CreateReadOnlySpan(ref word, length).CopyTo(_records.AsSpan(record + HeaderLength));
        Insert(hash, record);
        return Count++;
    }

    /// <summary>Adds a word if it is not in the set, and returns its number.</summary>
    public int Add(string word)
    {
        int length = Encoding.UTF8.GetByteCount(word);
        byte[] padded = new byte[length + WordBuffer.Slack];
        Encoding.UTF8.GetBytes(word, padded);
        return Add(ref padded[0], length);
    }

    /// <summary>Enumerates the words by number. The set must not change during enumeration.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Removes all words except those to keep, and renumbers these from 0 in the same order.</summary>
    /// <param name="keep">For each word, whether to keep it.</param>
    public void Keep(ReadOnlySpan<bool> keep)
    {
        int kept = 0;
        int end = 0;
        for (int record = 0, number = 0; record < _length; number++)
        {
            int length = HeaderLength + LengthAt(record);
            if (keep[number])
            {
                _records.AsSpan(record, length).CopyTo(_records.AsSpan(end));
                WriteHeader(end, kept++, length - HeaderLength);
                end += length;
            }

            record += length;
        }

        Count = kept;
        _length = end;
        Rebuild(_slots.Length);
    }

    public void Clear()
    {
        Array.Clear(_slots);
        Count = 0;
        _length = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Find(ref byte word, int length, ulong hash)
    {
        ref ulong slots = ref MemoryMarshal.GetArrayDataReference(_slots);
        uint mask = (uint)_slots.Length - 1;
        for (uint i = (uint)hash & mask; ; i = (i + 1) & mask)
        {
            ulong slot = Unsafe.Add(ref slots, i);
            if (slot == 0)
            {
                return -1;
            }

            if ((slot ^ hash) >> 32 != 0)
            {
                continue;
            }

            ref byte record = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_records), (uint)slot - 1);
            if (Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref record, sizeof(int))) == length && AreEqual(ref word, ref Unsafe.Add(ref record, HeaderLength), length))
            {
                return Unsafe.ReadUnaligned<int>(ref record);
            }
        }
    }

    // Compares 16 bytes at a time. In the last block, bytes after the word are ignored.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreEqual(ref byte left, ref byte right, int length)
    {
        for (; length > Vector128<byte>.Count; length -= Vector128<byte>.Count)
        {
            if (Vector128.LoadUnsafe(ref left) != Vector128.LoadUnsafe(ref right))
            {
                return false;
            }

            left = ref Unsafe.Add(ref left, Vector128<byte>.Count);
            right = ref Unsafe.Add(ref right, Vector128<byte>.Count);
        }

        return ((Vector128.LoadUnsafe(ref left) ^ Vector128.LoadUnsafe(ref right)) & Mask(length)) == Vector128<byte>.Zero;
    }

    // Each block of 16 bytes is mixed by a 64 x 64 to 128 bit multiplication whose halves are XORed, as in Wang Yi's wyhash.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hash(ref byte word, int length)
    {
        ulong hash = s_seed ^ ((ulong)length * 0xA0761D6478BD642F);
        for (; length > Vector128<byte>.Count; length -= Vector128<byte>.Count)
        {
            hash = Fold(Vector128.LoadUnsafe(ref word).AsUInt64(), hash);
            word = ref Unsafe.Add(ref word, Vector128<byte>.Count);
        }

        return Fold((Vector128.LoadUnsafe(ref word) & Mask(length)).AsUInt64(), hash);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(Vector128<ulong> block, ulong hash)
    {
        ulong high = Math.BigMul(block.ToScalar() ^ hash, block.GetElement(1) ^ s_secondSeed, out ulong low);
        return high ^ low;
    }

    // Returns the mask of the first 1 to 16 bytes of a block.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Mask(int bytes) =>
        Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(Masks), (nuint)(Vector128<byte>.Count - bytes));

    private static ulong RandomSeed() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    private void Insert(ulong hash, int record)
    {
        uint mask = (uint)_slots.Length - 1;
        uint i = (uint)hash & mask;
        while (_slots[i] != 0)
        {
            i = (i + 1) & mask;
        }

        _slots[i] = (hash & 0xFFFFFFFF00000000) | ((uint)record + 1);
    }

    private void Rebuild(int slotCount)
    {
        if (slotCount == _slots.Length)
        {
            Array.Clear(_slots);
        }
        else
        {
            _slots = new ulong[slotCount];
        }

        for (int record = 0; record < _length; record += HeaderLength + LengthAt(record))
        {
            Insert(Hash(ref _records[record + HeaderLength], LengthAt(record)), record);
        }
    }

    private void Reserve(int length)
    {
        long needed = (long)_length + length + WordBuffer.Slack;
        if (needed > Array.MaxLength)
        {
            throw new InvalidOperationException($"The {Count} distinct words need more than {Array.MaxLength} bytes.");
        }

        if (needed > _records.Length)
        {
            Array.Resize(ref _records, (int)Math.Min(Array.MaxLength, Math.Max(needed, (long)_records.Length * 2)));
        }

        _length += length;
    }

    private int LengthAt(int record) => BitConverter.ToInt32(_records, record + sizeof(int));

    private void WriteHeader(int record, int number, int length)
    {
        BitConverter.TryWriteBytes(_records.AsSpan(record), number);
        BitConverter.TryWriteBytes(_records.AsSpan(record + sizeof(int)), length);
    }

    /// <summary>Enumerates the words of a table.</summary>
    internal ref struct Enumerator(TermTable table)
    {
        private int _record;
        private int _end;

        /// <summary>The current word.</summary>
        public readonly ReadOnlySpan<byte> Current => table._records.AsSpan(_record + HeaderLength, table.LengthAt(_record));

        public bool MoveNext()
        {
            _record = _end;
            if (_record >= table._length)
            {
                return false;
            }

            _end += HeaderLength + table.LengthAt(_record);
            return true;
        }
    }
}
