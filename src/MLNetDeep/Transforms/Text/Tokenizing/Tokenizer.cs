using System.Buffers;
using System.Text;

namespace MLNetDeep.Transforms;

/// <summary>
/// Splits a text into words by the rules in docs/tokenizing.md. Instances keep buffers between texts and are not thread-safe.
/// </summary>
/// <param name="settings">The rules.</param>
/// <param name="vectorized">Whether <see cref="AsciiWords"/> reads stretches of ASCII text. It does not change the words.</param>
internal sealed class Tokenizer(TokenizerSettings settings, bool vectorized = true)
{
    private readonly HtmlText? _html = settings.StripHtml ? new HtmlText() : null;
    private readonly bool _readsAsciiApart = vectorized && settings.StripPunctuation;
    private readonly byte[] _ascii = CharacterKinds.AsciiAsWritten(settings);

    // The position of the next byte to write. Then, of the current word: its start, whether it is an ideograph, and an apostrophe
    // or joiner that becomes part of it if a letter follows (0 for none).
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
            if (_readsAsciiApart)
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

        while (length > 0 && _ascii[text[length - 1]] != CharacterKinds.SeparatesAscii)
        {
            length--;
        }

        return length;
    }

    // Reads to the next ASCII separator if ASCII is read apart, else to the end of the text. Returns the number of characters read.
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
                Take(rune, status == OperationStatus.Done ? KindOf(rune) : CharacterKind.Separator);
                read += consumed;
                continue;
            }

            read++;
            byte written = _ascii[next];
            if (written == CharacterKinds.SeparatesAscii)
            {
                EndWord();
                if (_readsAsciiApart)
                {
                    return read;
                }
            }
            else if (written == CharacterKinds.ApostropheInAscii)
            {
                Take(new Rune(CharacterKinds.Apostrophe), CharacterKind.Apostrophe);
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

    private void Take(Rune rune, CharacterKind kind)
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
