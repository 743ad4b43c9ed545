using System.Text;

namespace Microsoft.ML.Data;

/// <summary>
/// Takes loader settings apart into words, '=' and groups in braces. A word ends at white space, '=', '#' (where a comment
/// starts) or a brace; parts of it may be in double quotes, and a backslash before a brace, quote or '#' takes its meaning away.
/// </summary>
internal sealed class SettingsLexer
{
    private readonly string _text;
    private int _position;

    private SettingsLexer(string text) => _text = text;

    /// <summary>One part of settings. The text of a group is what is between its braces.</summary>
    public readonly record struct Token(string Text, TokenKind Kind);

    public enum TokenKind
    {
        Word,
        Equals,
        Group,
    }

    /// <summary>The parts, or null where quotes or braces do not match.</summary>
    public static List<Token>? Split(string text)
    {
        var lexer = new SettingsLexer(text);
        var tokens = new List<Token>();
        while (lexer.SkipBlank())
        {
            if (lexer.Next() is not Token token)
                return null;
            tokens.Add(token);
        }
        return tokens;
    }

    private bool SkipBlank()
    {
        while (_position < _text.Length)
        {
            if (_text[_position] == '#')
            {
                int end = _text.AsSpan(_position).IndexOfAny('\r', '\n');
                _position = end < 0 ? _text.Length : _position + end;
            }
            else if (!char.IsWhiteSpace(_text[_position]))
            {
                return true;
            }
            else
            {
                _position++;
            }
        }
        return false;
    }

    private Token? Next()
    {
        switch (_text[_position])
        {
            case '=':
                _position++;
                return new Token("=", TokenKind.Equals);
            case '{':
                _position++;
                return ReadGroup() is string group ? new Token(group, TokenKind.Group) : null;
            case '}':
                return null;
            default:
                return ReadWord() is string word ? new Token(word, TokenKind.Word) : null;
        }
    }

    private string? ReadWord()
    {
        var word = new StringBuilder();
        while (_position < _text.Length && _text[_position] is not ('=' or '{' or '}' or '#') && !char.IsWhiteSpace(_text[_position]))
        {
            if (_text[_position] == '"')
            {
                if (!TryReadQuoted(word, keepQuotes: false))
                    return null;
            }
            else
            {
                ReadCharacter(word, unescape: true);
            }
        }
        return word.ToString();
    }

    // What is in an inner group or in quotes is kept as it is, to be taken apart when its turn comes.
    private string? ReadGroup()
    {
        var group = new StringBuilder();
        for (int depth = 1; _position < _text.Length;)
        {
            char c = _text[_position];
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0)
            {
                _position++;
                return group.ToString();
            }
            if (c != '"')
                ReadCharacter(group, unescape: depth == 1);
            else if (!TryReadQuoted(group, keepQuotes: true))
                return null;
        }
        return null;
    }

    private bool TryReadQuoted(StringBuilder result, bool keepQuotes)
    {
        string quote = keepQuotes ? "\"" : "";
        result.Append(quote);
        _position++;
        while (_position < _text.Length && _text[_position] is not ('\r' or '\n'))
        {
            if (_text[_position] == '"')
            {
                result.Append(quote);
                _position++;
                return true;
            }
            ReadCharacter(result, unescape: !keepQuotes);
        }
        return false;
    }

    private void ReadCharacter(StringBuilder result, bool unescape)
    {
        char c = _text[_position++];
        if (c != '\\')
        {
            result.Append(c);
            return;
        }
        int slashes = 1;
        for (; _position < _text.Length && _text[_position] == '\\'; _position++)
            slashes++;
        bool isEscape = _position < _text.Length && _text[_position] is '"' or '{' or '}' or '#';
        result.Append('\\', isEscape && unescape ? slashes / 2 : slashes);
        if (isEscape && slashes % 2 != 0)
            result.Append(_text[_position++]);
    }
}
