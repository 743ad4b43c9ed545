namespace MLNetDeep.Transforms;

/// <summary>
/// A work item for one thread: up to a few hundred consecutive texts and the counts of their terms. Chunk boundaries depend only on
/// the texts, so the chunks are the same with any number of threads.
/// </summary>
internal sealed class TextChunk(TokenizerSettings settings, NGramRange nGrams)
{
    private const int MaxTexts = 256;
    private const int MaxChars = 1 << 19;

    private readonly Tokenizer _tokenizer = new(settings);
    private readonly TermValues<TermCount> _wordCounts = new();
    private readonly TermValues<TermCount> _nGramCounts = new();
    private readonly List<int> _textEnds = [];
    private char[] _chars = [];
    private int _length;
    private int[] _wordNumbers = [];

    public int TextCount => _textEnds.Count;

    public bool IsFull => _textEnds.Count >= MaxTexts || _length >= MaxChars;

    /// <summary>The words in the texts. Valid after <see cref="Count"/>.</summary>
    public TermTable Words { get; } = new();

    /// <summary>The n-grams in the texts, given by the numbers of <see cref="Words"/>. Valid after <see cref="Count"/>.</summary>
    public NGramTable NGrams { get; } = new();

    /// <summary>Returns the counts of a word; 0 if single words are not terms.</summary>
    public TermCount CountOfWord(int number) => _wordCounts[number];

    /// <summary>Returns the counts of an n-gram.</summary>
    public TermCount CountOfNGram(int number) => _nGramCounts[number];

    /// <summary>Copies a text into the chunk.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        if (_chars.Length - _length < text.Length)
        {
            Array.Resize(ref _chars, Math.Max(2 * _chars.Length, checked(_length + text.Length)));
        }

        text.CopyTo(_chars.AsSpan(_length));
        _length += text.Length;
        _textEnds.Add(_length);
    }

    /// <summary>Tokenizes the texts and counts their terms.</summary>
    public void Count()
    {
        int start = 0;
        for (int text = 0; text < _textEnds.Count; text++)
        {
            _tokenizer.Read(_chars.AsSpan(start.._textEnds[text]));
            start = _textEnds[text];
            CountWords(text);
            for (int words = Math.Max(nGrams.Min, 2); words <= nGrams.Max; words++)
            {
                for (int first = 0; first < _tokenizer.Words.PhraseCount(words); first++)
                {
                    _nGramCounts[NGrams.Add(NGram.Of(_wordNumbers.AsSpan(first, words)))].Add(text);
                }
            }
        }
    }

    public void Clear()
    {
        _wordCounts.Clear(Words.Count);
        _nGramCounts.Clear(NGrams.Count);
        Words.Clear();
        NGrams.Clear();
        _textEnds.Clear();
        _length = 0;
    }

    private void CountWords(int text)
    {
        WordBuffer words = _tokenizer.Words;
        if (nGrams.Max > 1 && _wordNumbers.Length < words.Count)
        {
            _wordNumbers = new int[2 * words.Count];
        }

        for (int i = 0; i < words.Count; i++)
        {
            ref byte word = ref words.Word(i, out int length);
            int number = Words.Add(ref word, length);
            if (nGrams.Min == 1)
            {
                _wordCounts[number].Add(text);
            }

            if (nGrams.Max > 1)
            {
                _wordNumbers[i] = number;
            }
        }
    }
}
