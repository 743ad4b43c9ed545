namespace MLNetDeep.Docs.Tests.Options;

/// <summary>A table of a page.</summary>
/// <param name="Line">The one-based line number of the header.</param>
/// <param name="Mark">The line before the header; empty if the header is the first line.</param>
/// <param name="Header">The names of the columns.</param>
/// <param name="Rows">The cells of each row, as they are written, without spaces around them.</param>
internal sealed record MarkdownTable(int Line, string Mark, string[] Header, IReadOnlyList<string[]> Rows)
{
    /// <summary>The cells of each row without backticks.</summary>
    public IReadOnlyList<string[]> PlainRows { get; } = [.. Rows.Select(row => row.Select(WithoutBackticks).ToArray())];

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
            string[] header = [.. Cells(lines[i]).Select(WithoutBackticks)];
            tables.Add(new MarkdownTable(i + 1, i > 0 ? lines[i - 1].Trim() : "", header, [.. lines[(i + 2)..end].Select(Cells)]));
            i = end;
        }

        return tables;
    }

    // A bar within a cell is written \|.
    private static string[] Cells(string line) =>
    [
        .. line.Replace("\\|", "\u0001", StringComparison.Ordinal).Split('|')[1..^1].Select(cell => cell.Replace('\u0001', '|').Trim()),
    ];

    private static string WithoutBackticks(string cell) => cell.Replace("`", "", StringComparison.Ordinal);
}
