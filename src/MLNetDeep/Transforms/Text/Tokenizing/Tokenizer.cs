using System.Buffers;
using System.Text;

namespace MLNetDeep.Transforms;

/// <summary>
/// Splits a text into words by the rules in docs/tokenizing.md. Instances reuse buffers and are not thread-safe.
/// </summary>
/// <param name="settings">The tokenizing rules.</param>
/// <param name="vectorized">Whether <see cref="AsciiWords"/> reads runs of ASCII text. The words are the same either way.</param>
internal sealed class Tokenizer(TokenizerSettings settings, bool vectorized = true)
{
    private readonly HtmlText? _html = settings.StripHtml ? new HtmlText() : null;
    private readonly bool _usesAsciiPath = vectorized && settings.StripPunctuation;
    private readonly byte[] _ascii = CharacterKinds.CreateAsciiTable(settings);

    // _length is the position of the next byte to write. The other fields describe the current word: its start, whether it is an
    // ideograph, and a pending apostrophe or joiner, which joins the word if a letter follows (0 for none).
    private int _length;
    private int _start;
    private bool _ideograph;
    private char _pending;

    /// <summary>The words of the last text.</summary>
    public WordBuffer Words { get; } = new();

    /// <summary>Splits a text into <see cref="Words"/>.</summary>
    public void Read(ReadOnlySpan<char> text)
    {
        if (_html is not null)
        {
            text = _html.Strip(text);
        }

        Words.Clear(text.Length);
        _length = 0;
        while (!text.IsEmpty)
        {
            if (_usesAsciiPath)
            {
                int ascii = AsciiLength(text);
                _length = AsciiWords.Read(text[..ascii], settings.LowerCase, Words, _length);
                text = text[ascii..];
            }

            text = text[ReadMixed(text)..];
        }

        if (settings.StopTerms is { } stopTerms)
        {
            Words.Remove(stopTerms);
        }
    }

    // Returns the length of the text before the first word with a non-ASCII character.
    private int AsciiLength(ReadOnlySpan<char> text)
    {
        int length = text.IndexOfAnyExceptInRange('\0', (char)(_ascii.Length - 1));
        if (length < 0)
        {
            return text.Length;
        }

        while (length > 0 && _ascii[text[length - 1]] != CharacterKinds.AsciiSeparator)
        {
            length--;
        }

        return length;
    }

    // Reads up to the next ASCII separator if ASCII runs have their own path, otherwise to the end of the text. Returns the number of
    // characters read.
    private int ReadMixed(ReadOnlySpan<char> text)
    {
        byte[] bytes = Words.Bytes;
        int read = 0;
        _start = _length;
        while (read < text.Length)
        {
            char next = text[read];
            if (next >= _ascii.Length)
            {
                OperationStatus status = Rune.DecodeFromUtf16(text[read..], out Rune rune, out int consumed);
                Process(rune, status == OperationStatus.Done ? KindOf(rune) : CharacterKind.Separator);
                read += consumed;
                continue;
            }

            read++;
            byte written = _ascii[next];
            if (written == CharacterKinds.AsciiSeparator)
            {
                EndWord();
                if (_usesAsciiPath)
                {
                    return read;
                }
            }
            else if (written == CharacterKinds.AsciiApostrophe)
            {
                Process(new Rune(CharacterKinds.Apostrophe), CharacterKind.Apostrophe);
            }
            else
            {
                if (_ideograph)
                {
                    EndWord();
                }

                AppendPending();
                bytes[_length++] = written;
            }
        }

        EndWord();
        return read;
    }

    private CharacterKind KindOf(Rune rune)
    {
        if (settings.StripPunctuation)
        {
            return rune.IsBmp ? CharacterKinds.Of((char)rune.Value) : CharacterKinds.Of(rune);
        }

        return Rune.IsWhiteSpace(rune) ? CharacterKind.Separator : CharacterKind.Letter;
    }

    private void Process(Rune rune, CharacterKind kind)
    {
        bool inWord = _length > _start;
        switch (kind)
        {
            case CharacterKind.Letter:
                if (_ideograph)
                {
                    EndWord();
                }

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
        _length += (settings.LowerCase ? Rune.ToLowerInvariant(rune) : rune).EncodeToUtf8(Words.Bytes.AsSpan(_length));
    }

    private void AppendPending()
    {
        if (_pending == 0)
        {
            return;
        }

        _length += new Rune(_pending).EncodeToUtf8(Words.Bytes.AsSpan(_length));
        _pending = default;
    }

    private void EndWord()
    {
        _pending = default;
        _ideograph = false;
        if (_length > _start)
        {
            Words.Add(_start, _length);
        }

        _start = _length;
    }
}
