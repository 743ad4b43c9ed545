using System.Net;

namespace MLNetDeep.Transforms;

/// <summary>Takes HTML tags and character references out of a text.</summary>
internal sealed class HtmlText
{
    private const string CommentStart = "<!--";
    private const string CommentEnd = "-->";

    private char[] _chars = [];

    /// <summary>The text with a space for each tag and with references replaced. It is valid until the next call.</summary>
    public ReadOnlySpan<char> Strip(ReadOnlySpan<char> text)
    {
        if (text.Contains('<'))
            text = StripTags(text);
        return text.Contains('&') ? WebUtility.HtmlDecode(text.ToString()) : text;
    }

    private ReadOnlySpan<char> StripTags(ReadOnlySpan<char> text)
    {
        if (_chars.Length < text.Length)
            _chars = new char[Math.Max(text.Length, 2 * _chars.Length)];
        int length = 0;
        while (!text.IsEmpty)
        {
            int tag = text.IndexOf('<');
            int plain = tag < 0 ? text.Length : tag;
            text[..plain].CopyTo(_chars.AsSpan(length));
            length += plain;
            text = text[plain..];
            if (text.IsEmpty)
                break;

            // What is no tag is a character like any other.
            int end = TagLength(text);
            _chars[length++] = end > 0 ? ' ' : '<';
            text = text[Math.Max(end, 1)..];
        }
        return _chars.AsSpan(0, length);
    }

    // The length of the tag or comment at the start of the text; 0 where there is none.
    private static int TagLength(ReadOnlySpan<char> text)
    {
        if (text.StartsWith(CommentStart))
        {
            int comment = text[CommentStart.Length..].IndexOf(CommentEnd);
            return comment < 0 ? 0 : CommentStart.Length + comment + CommentEnd.Length;
        }
        int name = text.Length > 1 && text[1] is '/' or '!' ? 2 : 1;
        if (text.Length <= name || !char.IsAsciiLetter(text[name]))
            return 0;
        return text.IndexOf('>') + 1;
    }
}
