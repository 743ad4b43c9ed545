using System.Text.RegularExpressions;

namespace MLNetDeep.Docs.Tests.Options;

/// <summary>A section of a page whose heading names one type or several: <c>### LSTM, GRU, SimpleRNN</c>.</summary>
/// <param name="Page">The name of the page's file: <c>recurrent.md</c>.</param>
/// <param name="Names">The names in the heading.</param>
/// <param name="Tables">The tables of the section.</param>
internal sealed partial record OptionSection(string Page, IReadOnlyList<string> Names, IReadOnlyList<MarkdownTable> Tables)
{
    private const string Mark = "### ";

    /// <summary>Reads the sections with a heading of the third level from all pages in docs.</summary>
    public static IReadOnlyList<OptionSection> ReadAll() =>
    [
        .. Directory.GetFiles(Path.Combine(MarkdownPage.Root, "docs"), "*.md").Order(StringComparer.Ordinal)
            .SelectMany(path => Parse(Path.GetFileName(path), File.ReadAllLines(path))),
    ];

    /// <summary>Finds the sections in the lines of a page.</summary>
    public static IEnumerable<OptionSection> Parse(string page, string[] lines)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith(Mark, StringComparison.Ordinal))
            {
                int end = Array.FindIndex(lines, i + 1, line => line.StartsWith('#'));
                string[] section = lines[(i + 1)..(end < 0 ? lines.Length : end)];
                yield return new OptionSection(page, lines[i][Mark.Length..].Split(", "), MarkdownTable.ReadAll(section));
            }
        }
    }

    /// <summary>Returns the rows of the section's tables with this first column that hold for a type, by their names.</summary>
    /// <remarks>The first cell has a name, perhaps with the types that it is for: <c>unitForgetBias (LSTM)</c>.</remarks>
    /// <param name="firstColumn">The name of the first column: option or weights.</param>
    /// <param name="type">The name of the type.</param>
    public Dictionary<string, string[]> Rows(string firstColumn, string type)
    {
        Dictionary<string, string[]> rows = [];
        foreach (string[] row in Tables.Where(table => table.Header[0] == firstColumn).SelectMany(table => table.PlainRows))
        {
            Match match = NameAndTypes().Match(row[0]);
            if (!match.Groups["types"].Success || match.Groups["types"].Value.Split(", ").Contains(type))
            {
                rows.Add(match.Groups["name"].Value, row);
            }
        }

        return rows;
    }

    [GeneratedRegex(@"^(?<name>[^()]+?)( \((?<types>[^()]+)\))?$")]
    private static partial Regex NameAndTypes();
}
