namespace MLNetDeep.Transforms;

/// <summary>Maps the words of a text to keys. Instances reuse buffers and are not thread-safe.</summary>
/// <param name="settings">How texts are tokenized.</param>
/// <param name="vocabulary">The vocabulary.</param>
/// <param name="keepsUnknown">Whether words that are not in the vocabulary get the key 1. If false, they are skipped.</param>
internal sealed class WordKeys(TokenizerSettings settings, TextVocabulary vocabulary, bool keepsUnknown)
{
    // Keys start at 1; 0 is a missing key.
    private const uint UnknownKey = 1;

    private readonly Tokenizer _tokenizer = new(settings);
    private uint[] _keys = [];

    /// <summary>Returns the keys of the words of a text. The span is valid until the next call.</summary>
    public ReadOnlySpan<uint> GetKeys(ReadOnlySpan<char> text)
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
