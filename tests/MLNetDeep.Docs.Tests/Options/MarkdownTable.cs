namespace MLNetDeep.Docs.Tests.Options;

/// <summary>A table of a page. Cells have no backticks and no spaces around them.</summary>
/// <param name="Header">The names of the columns.</param>
/// <param name="Rows">The cells of each row.</param>
internal sealed record MarkdownTable(string[] Header, IReadOnlyList<string[]> Rows)
{
    /// <summary>Reads the tables in lines.</summary>
    public static IReadOnlyList<MarkdownTable> ReadAll(string[] lines)
    {
        List<MarkdownTable> tables = [];
        for (int i = 0; i + 1 < lines.Length; i++)
        {
            if (!lines[i].StartsWith('|') || !lines[i + 1].StartsWith("|-", StringComparison.Ordinal))
            {
                continue;
            }

            int end = Array.FindIndex(lines, i, line => !line.StartsWith('|'));
            end = end < 0 ? lines.Length : end;
            tables.Add(new MarkdownTable(Cells(lines[i]), [.. lines[(i + 2)..end].Select(Cells)]));
            i = end;
        }

        return tables;
    }

    // A bar within a cell is written \|.
    private static string[] Cells(string line) =>
        [.. line.Replace("\\|", "\u0001", StringComparison.Ordinal).Split('|')[1..^1].Select(cell => cell.Replace("`", "", StringComparison.Ordinal).Replace('\u0001', '|').Trim())];
}
