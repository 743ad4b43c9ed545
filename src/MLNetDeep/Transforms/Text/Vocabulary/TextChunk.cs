using System.Runtime.InteropServices;

namespace MLNetDeep.Transforms;

/// <summary>
/// A few hundred consecutive texts and the terms in them: the piece of work of one thread. How many depends on the texts
/// alone, so that the same texts fall into the same chunks on any number of threads.
/// </summary>
internal sealed class TextChunk(TokenizerSettings settings, NGrams nGrams)
{
    private const int MaxTexts = 256;
    private const int MaxChars = 1 << 19;

    private readonly Tokenizer _tokenizer = new(settings);
    private readonly Dictionary<string, TermCount> _terms = new(StringComparer.Ordinal);
    private readonly List<int> _ends = [];
    private char[] _chars = [];
    private int _length;

    public int TextCount => _ends.Count;

    public bool IsFull => _ends.Count >= MaxTexts || _length >= MaxChars;

    /// <summary>The terms in the texts, once they are counted.</summary>
    public IReadOnlyDictionary<string, TermCount> Terms => _terms;

    public void Add(ReadOnlySpan<char> text)
    {
        if (_chars.Length - _length < text.Length)
            Array.Resize(ref _chars, Math.Max(2 * _chars.Length, _length + text.Length));
        text.CopyTo(_chars.AsSpan(_length));
        _length += text.Length;
        _ends.Add(_length);
    }

    public void Count()
    {
        Dictionary<string, TermCount>.AlternateLookup<ReadOnlySpan<char>> terms = _terms.GetAlternateLookup<ReadOnlySpan<char>>();
        int start = 0;
        for (int text = 0; text < _ends.Count; text++)
        {
            _tokenizer.Read(_chars.AsSpan(start.._ends[text]));
            start = _ends[text];
            for (int words = nGrams.Min; words <= nGrams.Max; words++)
            {
                for (int first = 0; first < _tokenizer.PhraseCount(words); first++)
                {
                    ref TermCount count = ref CollectionsMarshal.GetValueRefOrAddDefault(terms, _tokenizer.Phrase(first, words), out _);
                    count.Add(text);
                }
            }
        }
    }

    public void Clear()
    {
        _terms.Clear();
        _ends.Clear();
        _length = 0;
    }
}
