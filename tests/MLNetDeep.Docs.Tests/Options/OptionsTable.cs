using System.Text.RegularExpressions;

namespace MLNetDeep.Docs.Tests.Options;

/// <summary>A table of options that a comment on the line before marks: <c>&lt;!-- options FitOptions --&gt;</c>.</summary>
/// <param name="Page">The page's path relative to the repository's root folder, with forward slashes.</param>
/// <param name="Type">The type that has the options.</param>
/// <param name="Creation">The C# expression that makes an object with the defaults.</param>
/// <param name="Table">The table.</param>
internal sealed partial record OptionsTable(string Page, Type Type, string Creation, MarkdownTable Table)
{
    /// <summary>The options in the table, in the order of its rows.</summary>
    public IReadOnlyList<OptionsRow> Rows { get; } =
        [.. Table.Rows.Select((row, i) => new OptionsRow(Table.Line + 2 + i, row[0].Trim('`'), row[^2], row[^1]))];

    /// <summary>Reads the marked tables of README.md and of all pages in docs.</summary>
    public static IReadOnlyList<OptionsTable> ReadAll() =>
        [.. MarkdownPage.Paths().SelectMany(path => Parse(MarkdownPage.NameOf(path), File.ReadAllLines(path)))];

    /// <summary>Finds the marked tables in the lines of a page.</summary>
    /// <exception cref="InvalidDataException">A mark names no public type, or no table follows it.</exception>
    public static IReadOnlyList<OptionsTable> Parse(string page, string[] lines)
    {
        OptionsTable[] tables =
        [
            .. from table in MarkdownTable.ReadAll(lines)
            let mark = MarkText().Match(table.Mark)
            where mark.Success
            let name = mark.Groups["type"].Value
            let type = OptionTypes.Public.FirstOrDefault(type => type.Name == name)
                ?? throw new InvalidDataException($"{page}({table.Line}): there is no public type {name}.")
            let creation = mark.Groups["creation"]
            select new OptionsTable(page, type, creation.Success ? creation.Value : $"new {name}()", table),
        ];
        return tables.Length == lines.Count(line => MarkText().IsMatch(line)) ? tables : throw new InvalidDataException(
            $"{page}: a mark of options has no table on the next line.");
    }

    [GeneratedRegex(@"^<!-- options (?<type>\w+)( = (?<creation>.+))? -->$")]
    private static partial Regex MarkText();
}
