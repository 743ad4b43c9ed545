namespace MLNetDeep.Transforms;

/// <summary>The keys of the words of one text after another. Not for several threads at once.</summary>
/// <param name="settings">How texts are cut into words.</param>
/// <param name="vocabulary">The words.</param>
/// <param name="keepsUnknown">Whether words that are not in the vocabulary get the first key; otherwise they are left out.</param>
internal sealed class WordKeys(TokenizerSettings settings, TextVocabulary vocabulary, bool keepsUnknown)
{
    // A key's value is its position plus 1.
    private const uint UnknownKey = 1;

    private readonly Tokenizer _tokenizer = new(settings);
    private uint[] _keys = [];

    /// <summary>The keys of the words of a text. They are valid until the next text is read.</summary>
    public ReadOnlySpan<uint> Of(ReadOnlySpan<char> text)
    {
        _tokenizer.Read(text);
        WordBuffer words = _tokenizer.Words;
        if (_keys.Length < words.Count)
        {
            _keys = new uint[Math.Max(words.Count, 2 * _keys.Length)];
        }

        uint first = keepsUnknown ? UnknownKey + 1 : UnknownKey;
        int count = 0;
        for (int i = 0; i < words.Count; i++)
        {
            ref byte word = ref words.Word(i, out int length);
            int index = vocabulary.Terms.Find(ref word, length);
            if (index >= 0)
            {
                _keys[count++] = first + (uint)index;
            }
            else if (keepsUnknown)
            {
                _keys[count++] = UnknownKey;
            }
        }
        return _keys.AsSpan(0, count);
    }
}
