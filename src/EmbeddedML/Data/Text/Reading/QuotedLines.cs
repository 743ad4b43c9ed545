namespace Microsoft.ML.Data;

/// <summary>Reads rows of which quoted fields may go on over several lines, which are then joined by LF.</summary>
internal sealed class QuotedLines(TextFormat format)
{
    private readonly bool _separatesBySpace = format.IsSeparator(' ');

    /// <summary>Appends the next row to a buffer; false where there is none.</summary>
    /// <param name="source">The lines.</param>
    /// <param name="row">The buffer.</param>
    /// <param name="skipHash">Whether a line that starts with '#' is a comment, and not looked into.</param>
    /// <exception cref="EndOfStreamException">The last quoted field does not end.</exception>
    public bool TryAppend(LineSource source, CharBuffer row, bool skipHash)
    {
        int start = row.Length;
        if (!source.TryAppend(row))
            return false;
        ReadOnlySpan<char> line = row.Span[start..];
        if (line.IsEmpty || line.StartsWith("//") || (skipHash && line[0] == '#'))
            return true;
        for (bool isOpen = IsOpenAtEnd(line, isOpen: false); isOpen;)
        {
            row.Append("\n");
            start = row.Length;
            if (!source.TryAppend(row))
                throw new EndOfStreamException("The file ends within a quoted field.");
            isOpen = IsOpenAtEnd(row.Span[start..], isOpen: true);
        }
        return true;
    }

    // Whether a quoted field goes on behind a line. Where a field is not quoted as it should be, the rest is not looked into.
    private bool IsOpenAtEnd(ReadOnlySpan<char> line, bool isOpen)
    {
        int i = 0;
        while (i < line.Length)
        {
            (isOpen, bool isError) = SkipField(line, ref i, isOpen);
            if (isError)
                return false;
            // The first separator is that behind the field, further ones lie around empty fields.
            while (i < line.Length && format.IsSeparator(line[i]))
                i++;
        }
        return isOpen;
    }

    private (bool IsOpen, bool IsError) SkipField(ReadOnlySpan<char> line, ref int i, bool isOpen)
    {
        if (!isOpen)
        {
            SkipSpaces(line, ref i);
            if (i >= line.Length)
                return (false, false);
            if (line[i] != '"')
            {
                while (i < line.Length && !format.IsSeparator(line[i]))
                    i++;
                return (false, false);
            }
            i++;
        }
        if (!SkipQuoted(line, ref i))
            return (true, false);
        SkipSpaces(line, ref i);
        return (false, i < line.Length && !format.IsSeparator(line[i]));
    }

    // Goes behind the closing quote; false where there is none. With another escape character than the quote it stays at the
    // closing one, as ML.NET does: what follows then looks wrong, so that a line break is only taken for a part of a field
    // where no quoted field of the line ends before it.
    private bool SkipQuoted(ReadOnlySpan<char> line, ref int i)
    {
        for (; i < line.Length; i++)
        {
            if (line[i] == '"')
            {
                if (format.EscapeChar != '"')
                    return true;
                i++;
                if (i >= line.Length || line[i] != '"')
                    return true;
            }
            else if (line[i] == format.EscapeChar)
            {
                i++;
            }
        }
        return false;
    }

    private void SkipSpaces(ReadOnlySpan<char> line, ref int i)
    {
        while (!_separatesBySpace && i < line.Length && line[i] == ' ')
            i++;
    }
}
