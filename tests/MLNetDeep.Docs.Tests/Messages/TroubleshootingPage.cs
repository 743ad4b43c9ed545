using System.Text.RegularExpressions;
using MLNetDeep.Docs.Tests.Options;

namespace MLNetDeep.Docs.Tests.Messages;

/// <summary>The entries of docs/troubleshooting.md.</summary>
internal static partial class TroubleshootingPage
{
    private static readonly IReadOnlyList<MarkdownTable> s_tables =
        MarkdownTable.ReadAll(File.ReadAllLines(Path.Combine(MarkdownPage.Root, "docs", "troubleshooting.md")));

    /// <summary>The messages, with an ellipsis for values. A row may have several.</summary>
    public static IReadOnlyList<string> Messages { get; } = [.. Rows.SelectMany(Spans)];

    /// <summary>The types of exceptions.</summary>
    public static IReadOnlyList<string> Types { get; } = [.. RowsOf("exception").SelectMany(Spans)];

    /// <summary>The rows of entries: message, cause, cure.</summary>
    public static IEnumerable<string[]> Rows => RowsOf("message");

    /// <summary>Returns the entries that a message of an exception belongs to.</summary>
    public static IEnumerable<string> Find(string message) => Messages.Where(entry => Pattern(entry).IsMatch(message));

    private static IEnumerable<string[]> RowsOf(string header) =>
        s_tables.Where(table => table.Header[0] == header).SelectMany(table => table.Rows);

    // An entry that ends with a value stands for the rest of the message.
    private static Regex Pattern(string entry) =>
        new($"^{Regex.Escape(entry).Replace(SourceMessages.Value, ".*?", StringComparison.Ordinal)}$", RegexOptions.Singleline);

    private static IEnumerable<string> Spans(string[] row) => CodeSpan().Matches(row[0]).Select(match => match.Groups[1].Value);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodeSpan();
}
