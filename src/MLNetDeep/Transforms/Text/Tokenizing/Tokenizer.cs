using System.Buffers;
using System.Text;

namespace MLNetDeep.Transforms;

/// <summary>
/// Cuts one text after another into words by the rules of docs/tokenizing.md. The words of a text lie in one buffer with a
/// space between, so that an n-gram is a part of it too. Not for several threads at once.
/// </summary>
internal sealed class Tokenizer(TokenizerSettings settings)
{
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>>? _stopWords = settings.StopWordLookup;
    private readonly HtmlText? _html = settings.StripHtml ? new HtmlText() : null;

    private readonly char[] _ascii = CharacterKinds.AsciiAsWritten(settings);

    private char[] _chars = [];
    private int _length;
    private int[] _starts = new int[64];
    private int[] _ends = new int[64];

    // Of the word that is being read: where it starts, whether it is an ideograph, and the apostrophe or joiner that is part
    // of it if a letter follows; 0 for none.
    private int _start;
    private bool _ideograph;
    private char _pending;

    /// <summary>The number of words in the text.</summary>
    public int Count { get; private set; }

    /// <summary>The word at a position. It is valid until the next text is read.</summary>
    public ReadOnlySpan<char> this[int index] => _chars.AsSpan(_starts[index].._ends[index]);

    /// <summary>The words from a position on, with a space between.</summary>
    public ReadOnlySpan<char> Phrase(int first, int words) => _chars.AsSpan(_starts[first].._ends[first + words - 1]);

    /// <summary>The number of n-grams of a number of words.</summary>
    public int PhraseCount(int words) => Math.Max(0, Count - words + 1);

    /// <summary>Reads a text.</summary>
    public void Read(ReadOnlySpan<char> text)
    {
        if (_html is not null)
            text = _html.Strip(text);

        // Each character is written once, and a space at most after each.
        int needed = 2 * text.Length;
        if (_chars.Length < needed)
            _chars = new char[Math.Max(needed, 2 * _chars.Length)];
        Count = 0;
        _length = 0;
        _start = 0;
        while (!text.IsEmpty)
        {
            if (text[0] < _ascii.Length)
            {
                text = text[ReadAscii(text)..];
                continue;
            }
            OperationStatus status = Rune.DecodeFromUtf16(text, out Rune rune, out int consumed);
            CharacterKind kind = status != OperationStatus.Done ? CharacterKind.Separator
                : settings.StripPunctuation ? KindOf(rune)
                : Rune.IsWhiteSpace(rune) ? CharacterKind.Separator : CharacterKind.Letter;
            Take(rune, kind);
            text = text[consumed..];
        }
        EndWord();
    }

    // Most characters are ASCII, so they get a table in place of their category: how each is written in a word.
    private int ReadAscii(ReadOnlySpan<char> text)
    {
        int read = 0;
        for (; read < text.Length && text[read] < _ascii.Length; read++)
        {
            char written = _ascii[text[read]];
            if (written == CharacterKinds.SeparatesAscii)
            {
                if (_length > _start)
                    EndWord();
            }
            else if (written == CharacterKinds.ApostropheInAscii)
            {
                Take(new Rune(CharacterKinds.Apostrophe), CharacterKind.Apostrophe);
            }
            else
            {
                if (_ideograph)
                    EndWord();
                AppendPending();
                _chars[_length++] = written;
            }
        }
        return read;
    }

    private static CharacterKind KindOf(Rune rune) => rune.IsBmp ? CharacterKinds.Of((char)rune.Value) : CharacterKinds.Of(rune);

    private void Take(Rune rune, CharacterKind kind)
    {
        bool inWord = _length > _start;
        switch (kind)
        {
            case CharacterKind.Letter:
                if (_ideograph)
                    EndWord();
                Append(rune);
                break;
            case CharacterKind.Mark when inWord && _pending != CharacterKinds.Apostrophe:
                Append(rune);
                break;
            case CharacterKind.Apostrophe when inWord && _pending == 0 && !_ideograph:
                _pending = CharacterKinds.Apostrophe;
                break;
            case CharacterKind.Joiner when inWord && _pending == 0:
                _pending = (char)rune.Value;
                break;
            case CharacterKind.Ideograph:
                EndWord();
                Append(rune);
                _ideograph = true;
                break;
            case CharacterKind.Invisible:
                break;
            default:
                EndWord();
                break;
        }
    }

    private void Append(Rune rune)
    {
        AppendPending();
        if (settings.LowerCase)
            rune = Rune.ToLowerInvariant(rune);
        _length += rune.EncodeToUtf16(_chars.AsSpan(_length));
    }

    private void AppendPending()
    {
        if (_pending == 0)
            return;
        _chars[_length++] = _pending;
        _pending = default;
    }

    private void EndWord()
    {
        _pending = default;
        _ideograph = false;
        if (_length == _start)
            return;
        if (_stopWords is { } stopWords && stopWords.Contains(_chars.AsSpan(_start.._length)))
        {
            _length = _start;
            return;
        }
        if (Count == _starts.Length)
        {
            Array.Resize(ref _starts, 2 * Count);
            Array.Resize(ref _ends, 2 * Count);
        }
        _starts[Count] = _start;
        _ends[Count++] = _length;
        _chars[_length++] = ' ';
        _start = _length;
    }
}
