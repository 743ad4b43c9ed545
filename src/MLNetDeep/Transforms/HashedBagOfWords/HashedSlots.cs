using System.Text;

namespace MLNetDeep.Transforms;

/// <summary>The slot of a term is the low bits of the <see cref="MurmurHash3"/> of its UTF-8 bytes.</summary>
internal sealed class HashedSlots(int bits, uint seed) : ITermSlots
{
    // A UTF-16 code unit takes at most three bytes of UTF-8.
    private const int MaxBytesPerChar = 3;

    private byte[] _bytes = new byte[256];

    public int Count => 1 << bits;

    public int this[ReadOnlySpan<char> term]
    {
        get
        {
            if (_bytes.Length < MaxBytesPerChar * term.Length)
                _bytes = new byte[MaxBytesPerChar * term.Length];
            int length = Encoding.UTF8.GetBytes(term, _bytes);
            return (int)(MurmurHash3.Hash(_bytes.AsSpan(0, length), seed) & (uint)(Count - 1));
        }
    }
}
