using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MLNetDeep.Transforms;

/// <summary>
/// Finds the words of ASCII text: runs of letters and digits with single inner apostrophes. Blocks of 64 characters are classified
/// into bit masks; words start and end where the bits change. <see cref="Tokenizer"/> implements the same rules in scalar code; tests
/// compare the two.
/// </summary>
internal static class AsciiWords
{
    private const int Block = 64;
    private const byte CaseBit = 0x20;

    /// <summary>Adds the words of a text.</summary>
    /// <param name="text">ASCII characters. No word continues beyond the end of the span.</param>
    /// <param name="lowerCase">Whether to convert letters to lower case.</param>
    /// <param name="words">Receives the words.</param>
    /// <param name="position">The position in the bytes of <paramref name="words"/> to write the text to.</param>
    /// <returns>The position after the text that was written.</returns>
    public static int Read(ReadOnlySpan<char> text, bool lowerCase, WordBuffer words, int position)
    {
        // Setting bit 0x20 converts upper case to lower case, and does not change digits, lower case and the apostrophe.
        Vector128<byte> caseBits = Vector128.Create(lowerCase ? CaseBit : (byte)0);
        ref ushort chars = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text));
        ref byte bytes = ref MemoryMarshal.GetArrayDataReference(words.Bytes);
        bool afterLetter = false;
        bool inWord = false;
        int read = 0;
        for (; read <= text.Length - Block; read += Block)
        {
            bool beforeLetter = read + Block < text.Length && char.IsAsciiLetterOrDigit(text[read + Block]);
            Bits bits = Classify(ref Unsafe.Add(ref chars, read), caseBits, ref Unsafe.Add(ref bytes, position + read));
            AddBounds(bits, beforeLetter, ref afterLetter, ref inWord, position + read, words);
        }

        if (read < text.Length)
        {
            Span<char> rest = stackalloc char[Block];
            rest.Fill(' ');
            text[read..].CopyTo(rest);
            Bits bits = Classify(ref Unsafe.As<char, ushort>(ref rest[0]), caseBits, ref Unsafe.Add(ref bytes, position + read));
            AddBounds(bits, beforeLetter: false, ref afterLetter, ref inWord, position + read, words);
        }

        if (inWord)
        {
            words.Bounds[words.BoundCount++] = position + text.Length;
        }

        return position + text.Length;
    }

    // Writes 64 bytes. Returns a bit for each letter or digit, and a bit for each apostrophe.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Bits Classify(ref ushort chars, Vector128<byte> caseBits, ref byte bytes)
    {
        ulong letters = 0;
        ulong apostrophes = 0;
        for (int i = 0; i < Block; i += Vector128<byte>.Count)
        {
            Vector128<byte> ascii = Vector128.Narrow(
                Vector128.LoadUnsafe(ref chars, (nuint)i), Vector128.LoadUnsafe(ref chars, (nuint)(i + Vector128<ushort>.Count)));
            (ascii | caseBits).StoreUnsafe(ref bytes, (nuint)i);
            Vector128<byte> lower = ascii | Vector128.Create(CaseBit);
            Vector128<byte> isLetter = Vector128.LessThanOrEqual(lower - Vector128.Create((byte)'a'), Vector128.Create((byte)('z' - 'a')))
                | Vector128.LessThanOrEqual(ascii - Vector128.Create((byte)'0'), Vector128.Create((byte)('9' - '0')));
            letters |= (ulong)isLetter.ExtractMostSignificantBits() << i;
            apostrophes |= (ulong)Vector128.Equals(ascii, Vector128.Create((byte)CharacterKinds.Apostrophe)).ExtractMostSignificantBits() << i;
        }

        return new Bits(letters, apostrophes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddBounds(Bits bits, bool beforeLetter, ref bool afterLetter, ref bool inWord, int position, WordBuffer words)
    {
        ulong letterBefore = (bits.Letters << 1) | (afterLetter ? 1ul : 0);
        ulong letterAfter = (bits.Letters >> 1) | ((beforeLetter ? 1ul : 0) << (Block - 1));
        ulong inside = bits.Letters | (bits.Apostrophes & letterBefore & letterAfter);
        ulong bounds = inside ^ ((inside << 1) | (inWord ? 1ul : 0));
        afterLetter = (bits.Letters >> (Block - 1)) != 0;
        inWord = (inside >> (Block - 1)) != 0;

        // Writes four bounds per iteration, to have few branches that depend on the text. The next block overwrites surplus bounds.
        words.EnsureBounds();
        ref int next = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(words.Bounds), words.BoundCount);
        int count = BitOperations.PopCount(bounds);
        words.BoundCount += count;
        for (int i = 0; i < count; i += 4)
        {
            next = position + BitOperations.TrailingZeroCount(bounds);
            bounds &= bounds - 1;
            Unsafe.Add(ref next, 1) = position + BitOperations.TrailingZeroCount(bounds);
            bounds &= bounds - 1;
            Unsafe.Add(ref next, 2) = position + BitOperations.TrailingZeroCount(bounds);
            bounds &= bounds - 1;
            Unsafe.Add(ref next, 3) = position + BitOperations.TrailingZeroCount(bounds);
            bounds &= bounds - 1;
            next = ref Unsafe.Add(ref next, 4);
        }
    }

    private readonly record struct Bits(ulong Letters, ulong Apostrophes);
}
