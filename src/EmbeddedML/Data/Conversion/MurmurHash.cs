using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>MurmurHash3 for 32 bits (Appleby, 2011).</summary>
internal static class MurmurHash
{
    private const uint C1 = 0xCC9E2D51;
    private const uint C2 = 0x1B873593;

    /// <summary>Hashes four bytes into the state.</summary>
    public static uint Round(uint hash, uint chunk) => (BitOperations.RotateLeft(hash ^ Scramble(chunk), 13) * 5) + 0xE6546B64;

    /// <summary>The hash of all that went into the state.</summary>
    public static uint Finish(uint hash, int byteCount)
    {
        hash ^= (uint)byteCount;
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }

    /// <summary>
    /// The hash of a text in UTF-8, except that the two halves of a surrogate pair are encoded each by itself, and that
    /// the bytes that wait for a chunk to be full change places when a character beyond ASCII comes: so ML.NET hashes.
    /// </summary>
    public static uint OfText(uint hash, ReadOnlySpan<char> text)
    {
        ulong pending = 0;
        int bits = 0;
        int byteCount = 0;
        foreach (char character in text)
        {
            ulong c = character;
            if (c < 0x80)
            {
                pending |= c << bits;
                bits += 8;
            }
            else if (c < 0x800)
            {
                pending |= ((c & 0x3F) | ((c << 2) & 0x1F00) | 0xC080) << bits;
                pending = ((pending & 0xFF) << 8) | (pending >> 8);
                bits += 16;
            }
            else
            {
                pending |= ((c & 0x3F) | ((c << 2) & 0x3F00) | ((c << 4) & 0x0F0000) | 0xE08080) << bits;
                pending = ((pending & 0xFF) << 16) | (((pending >> 8) & 0xFF) << 8) | (pending >> 16);
                bits += 24;
            }
            if (bits < 32)
                continue;
            hash = Round(hash, (uint)pending);
            pending >>= 32;
            bits -= 32;
            byteCount += 4;
        }
        byteCount += bits / 8;
        int tail = byteCount & 3;
        if (tail > 0)
            hash ^= Scramble((uint)pending & (uint)((1 << (8 * tail)) - 1));
        return Finish(hash, byteCount);
    }

    private static uint Scramble(uint chunk) => BitOperations.RotateLeft(chunk * C1, 15) * C2;
}
