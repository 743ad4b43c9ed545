using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace MLNetDeep.Transforms;

/// <summary>
/// The words of a text in UTF-8: their bytes, and where each word starts and ends in the bytes. The buffer is reused for each text.
/// </summary>
internal sealed class WordBuffer
{
    /// <summary>
    /// The number of bytes that may be read after each word and written after the last word: one block of <see cref="AsciiWords"/>.
    /// </summary>
    public const int Slack = 64;

    // A UTF-16 code unit takes at most three bytes in UTF-8.
    private const int MaxBytesPerChar = 3;

    private byte[] _bytes = new byte[Slack];
    private int[] _bounds = new int[2 * Slack];
    private byte[] _phrase = new byte[Slack];

    /// <summary>The number of words.</summary>
    public int Count => BoundCount / 2;

    /// <summary>The number of starts and ends in <see cref="Bounds"/>; odd while a word is being read.</summary>
    public int BoundCount { get; set; }

    /// <summary>The bytes of the words. The array is longer than the words.</summary>
    public byte[] Bytes => _bytes;

    /// <summary>The start and end of each word. The array has at least <see cref="Slack"/> more elements.</summary>
    public int[] Bounds => _bounds;

    /// <summary>Gets the word at an index. The span is valid until the next text is read.</summary>
    public ReadOnlySpan<byte> this[int index] => _bytes.AsSpan(_bounds[2 * index].._bounds[(2 * index) + 1]);

    /// <summary>Removes all words, and reserves room for a text of <paramref name="chars"/> characters.</summary>
    public void Clear(int chars)
    {
        BoundCount = 0;
        int needed = checked((MaxBytesPerChar * chars) + (2 * Slack));
        if (_bytes.Length < needed)
        {
            _bytes = new byte[needed];
        }
    }

    /// <summary>Adds a word whose bytes have been written.</summary>
    public void Add(int start, int end)
    {
        EnsureBounds();
        _bounds[BoundCount++] = start;
        _bounds[BoundCount++] = end;
    }

    /// <summary>Ensures that there is room for the starts and ends of one more block.</summary>
    public void EnsureBounds()
    {
        if (_bounds.Length < BoundCount + (2 * Slack))
        {
            Array.Resize(ref _bounds, 2 * _bounds.Length);
        }
    }

    /// <summary>Returns the first byte of a word and its length, as <see cref="TermTable"/> takes them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref byte Word(int index, out int length)
    {
        ref int bounds = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_bounds), 2 * index);
        length = Unsafe.Add(ref bounds, 1) - bounds;
        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_bytes), bounds);
    }

    /// <summary>Returns the number of n-grams of <paramref name="words"/> words.</summary>
    public int PhraseCount(int words) => Math.Max(0, Count - words + 1);

    /// <summary>Returns an n-gram: consecutive words, separated by spaces. The span is valid until the next call.</summary>
    public ReadOnlySpan<byte> Phrase(int first, int words)
    {
        if (words == 1)
        {
            return this[first];
        }

        int length = words - 1;
        for (int i = first; i < first + words; i++)
        {
            length += this[i].Length;
        }

        if (_phrase.Length < length + Slack)
        {
            _phrase = new byte[(2 * length) + Slack];
        }

        int position = 0;
        for (int i = first; i < first + words; i++)
        {
            if (i > first)
            {
                _phrase[position++] = (byte)' ';
            }

            this[i].CopyTo(_phrase.AsSpan(position));
            position += this[i].Length;
        }

        return _phrase.AsSpan(0, length);
    }

    /// <summary>Removes the words that are in a table.</summary>
    public void Remove(TermTable words)
    {
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            ref byte word = ref Word(i, out int length);
            if (words.Find(ref word, length) >= 0)
            {
                continue;
            }

            _bounds[kept++] = _bounds[2 * i];
            _bounds[kept++] = _bounds[(2 * i) + 1];
        }

        BoundCount = kept;
    }

    /// <summary>Returns an n-gram as a string.</summary>
    public string ToString(int first, int words) => Encoding.UTF8.GetString(Phrase(first, words));
}
