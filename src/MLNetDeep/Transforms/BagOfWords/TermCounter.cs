using System.Runtime.InteropServices;

namespace MLNetDeep.Transforms;

/// <summary>Counts the terms of one text after another. Not for several threads at once.</summary>
internal sealed class TermCounter(TokenizerSettings settings, NGrams nGrams, ITermSlots slots)
{
    private readonly Tokenizer _tokenizer = new(settings);
    private readonly Dictionary<int, int> _counts = [];
    private int[] _slots = [];

    /// <summary>The number of all terms in the text, unknown ones and repetitions included.</summary>
    public int Total { get; private set; }

    /// <summary>The number of terms that have no slot, repetitions included.</summary>
    public int Unknown { get; private set; }

    /// <summary>The slots of the terms in the text, ascending.</summary>
    public ReadOnlySpan<int> Slots => _slots.AsSpan(0, _counts.Count);

    /// <summary>How many times the term of a slot is in the text.</summary>
    public int this[int slot] => _counts[slot];

    public void Count(ReadOnlySpan<char> text)
    {
        _counts.Clear();
        Total = 0;
        Unknown = 0;
        _tokenizer.Read(text);
        for (int words = nGrams.Min; words <= nGrams.Max; words++)
        {
            int phrases = _tokenizer.PhraseCount(words);
            Total += phrases;
            for (int first = 0; first < phrases; first++)
                Add(slots[_tokenizer.Phrase(first, words)]);
        }
        if (_slots.Length < _counts.Count)
            _slots = new int[Math.Max(_counts.Count, 2 * _slots.Length)];
        _counts.Keys.CopyTo(_slots, 0);
        _slots.AsSpan(0, _counts.Count).Sort();
    }

    private void Add(int slot)
    {
        if (slot < 0)
            Unknown++;
        else
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, slot, out _)++;
    }
}
