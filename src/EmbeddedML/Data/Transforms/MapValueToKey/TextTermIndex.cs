using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Microsoft.ML.Transforms;

/// <summary>The keys of texts.</summary>
/// <remarks>
/// Most words are short, so a slot of the table holds up to eight characters themselves: a search for such a word reads one
/// place in memory. Of longer texts it holds a hash, behind which the characters must be compared.
/// </remarks>
internal sealed class TextTermIndex : TermIndex<ReadOnlyMemory<char>>
{
    private const int MinimumSize = 16;

    // Of the process, so that no text can be made that is slow to index.
    private static readonly ulong s_seed = RandomSeed();
    private static readonly ulong s_secondSeed = RandomSeed();

    private Slot[] _slots;

    public TextTermIndex(int capacity)
        => _slots = new Slot[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(MinimumSize, Math.Min(capacity, 1 << 29) * 2))];

    public override uint Find(ReadOnlyMemory<char> value) => Find(value.Span, Signature.Of(value.Span), out _);

    public override void Find(ReadOnlySpan<ReadOnlyMemory<char>> values, Span<uint> keys)
    {
        for (int i = 0; i < values.Length; i++)
            keys[i] = Find(values[i]);
    }

    public override bool TryAdd(ReadOnlyMemory<char> value)
    {
        Signature signature = Signature.Of(value.Span);
        if (Find(value.Span, signature, out int place) != 0)
            return false;
        Values.Add(value.ToString().AsMemory());
        _slots[place] = new Slot(signature, (uint)Values.Count);
        if (Values.Count > _slots.Length / 8 * 5)
            Grow();
        return true;
    }

    private uint Find(ReadOnlySpan<char> text, in Signature signature, out int place)
    {
        Slot[] slots = _slots;
        place = (int)signature.Hash() & (slots.Length - 1);
        while (true)
        {
            ref readonly Slot slot = ref slots[place];
            if (slot.Key == 0 || (slot.Signature == signature && (signature.IsWholeText || IsAt(slot.Key, text))))
                return slot.Key;
            place = (place + 1) & (slots.Length - 1);
        }
    }

    private static ulong RandomSeed() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    private bool IsAt(uint key, ReadOnlySpan<char> text) => Values[(int)key - 1].Span.SequenceEqual(text);

    private void Grow()
    {
        Slot[] old = _slots;
        _slots = new Slot[checked(2 * old.Length)];
        foreach (Slot slot in old)
        {
            if (slot.Key == 0)
                continue;
            int place = (int)slot.Signature.Hash() & (_slots.Length - 1);
            while (_slots[place].Key != 0)
                place = (place + 1) & (_slots.Length - 1);
            _slots[place] = slot;
        }
    }

    /// <param name="Signature">The text or its hash.</param>
    /// <param name="Key">The text's key; 0 where the slot is free.</param>
    private readonly record struct Slot(Signature Signature, uint Key);

    /// <summary>The first and the last four characters, overlapping in a short text; of a long one, two hashes.</summary>
    private readonly record struct Signature(ulong First, ulong Last, int Length)
    {
        private const int Group = sizeof(ulong) / sizeof(char);

        /// <summary>Whether texts of the same signature are the same.</summary>
        public bool IsWholeText => Length <= 2 * Group;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Signature Of(ReadOnlySpan<char> text)
        {
            if (text.Length is < Group or > 2 * Group)
                return text.Length < Group ? OfShort(text) : OfLong(text);
            return new Signature(ReadGroup(text, 0), ReadGroup(text, text.Length - Group), text.Length);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ulong Hash()
        {
            ulong hash = Fold(First ^ s_seed, Last ^ s_secondSeed ^ (uint)Length);
            return hash ^ (hash >> 32);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Signature OfShort(ReadOnlySpan<char> text)
            => text.IsEmpty ? default : new Signature(text[0] | ((ulong)text[text.Length / 2] << 16), text[^1], text.Length);

        private static Signature OfLong(ReadOnlySpan<char> text)
        {
            ulong first = s_secondSeed;
            ulong last = s_seed ^ ReadGroup(text, text.Length - Group);
            for (int at = 0; at + Group < text.Length; at += Group)
            {
                ulong group = ReadGroup(text, at);
                first = Fold(first ^ group, s_seed);
                last = Fold(last ^ group, s_secondSeed);
            }
            return new Signature(first, last, text.Length);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static ulong Fold(ulong left, ulong right)
        {
            ulong high = Math.BigMul(left, right, out ulong low);
            return high ^ low;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static ulong ReadGroup(ReadOnlySpan<char> text, int at)
            => MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(text.Slice(at, Group)));
    }
}
