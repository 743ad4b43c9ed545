using System.Net;

namespace MLNetDeep.Transforms;

/// <summary>Removes HTML tags from a text and decodes its character references.</summary>
internal sealed class HtmlText
{
    private const string CommentStart = "<!--";
    private const string CommentEnd = "-->";
    private const string TagEnd = ">";

    private char[] _chars = [];

    // Whether the rest of the text is known to contain no tag end or no comment end. Without these flags, a text of many "<a" would take
    // quadratic time.
    private bool _noTagEnds;
    private bool _noCommentEnds;

    /// <summary>Replaces each tag by a space, and decodes character references. The span is valid until the next call.</summary>
    public ReadOnlySpan<char> Strip(ReadOnlySpan<char> text)
    {
        if (text.Contains('<'))
        {
            text = StripTags(text);
        }

        return text.Contains('&') ? WebUtility.HtmlDecode(text.ToString()) : text;
    }

    private ReadOnlySpan<char> StripTags(ReadOnlySpan<char> text)
    {
        if (_chars.Length < text.Length)
        {
            _chars = new char[Math.Max(text.Length, 2 * _chars.Length)];
        }

        _noTagEnds = false;
        _noCommentEnds = false;
        int length = 0;
        while (!text.IsEmpty)
        {
            int tag = text.IndexOf('<');
            int plain = tag < 0 ? text.Length : tag;
            text[..plain].CopyTo(_chars.AsSpan(length));
            length += plain;
            text = text[plain..];
            if (text.IsEmpty)
            {
                break;
            }

            // A "<" that does not start a tag is an ordinary character.
            int end = TagLength(text);
            _chars[length++] = end > 0 ? ' ' : '<';
            text = text[Math.Max(end, 1)..];
        }

        return _chars.AsSpan(0, length);
    }

    // Returns the length of the tag or comment at the start of the text; 0 if there is none.
    private int TagLength(ReadOnlySpan<char> text)
    {
        if (text.StartsWith(CommentStart))
        {
            return FindEnd(text, CommentStart.Length, CommentEnd, ref _noCommentEnds);
        }

        int nameStart = text.Length > 1 && text[1] is '/' or '!' ? 2 : 1;
        return text.Length > nameStart && char.IsAsciiLetter(text[nameStart]) ? FindEnd(text, nameStart, TagEnd, ref _noTagEnds) : 0;
    }

    private static int FindEnd(ReadOnlySpan<char> text, int start, string end, ref bool knownMissing)
    {
        int position = knownMissing ? -1 : text[start..].IndexOf(end);
        knownMissing = position < 0;
        return knownMissing ? 0 : start + position + end.Length;
    }
}
