using System.Globalization;
using System.Text;

namespace MLNetDeep.Benchmarks.Distributed.Tables;

/// <summary>Writes tables into a page, between the comments that mark their places.</summary>
internal static class Markdown
{
    /// <summary>Returns a table.</summary>
    public static string Table(string[] header, IEnumerable<string[]> rows)
    {
        StringBuilder text = new();
        text.Append($"| {string.Join(" | ", header)} |\n|{string.Concat(header.Select(_ => "---|"))}\n");
        foreach (string[] row in rows)
        {
            text.Append($"| {string.Join(" | ", row)} |\n");
        }

        return text.ToString();
    }

    /// <summary>Replaces what stands between the comments "table NAME" and "end NAME".</summary>
    public static string Replace(string page, string name, string content)
    {
        string begin = $"<!-- table {name} -->\n";
        string end = $"<!-- end {name} -->";
        int from = page.IndexOf(begin, StringComparison.Ordinal);
        int to = page.IndexOf(end, StringComparison.Ordinal);
        return from < 0 || to < from
            ? throw new InvalidDataException($"The page has no place for the table {name}: {begin.Trim()} ... {end}")
            : page[..(from + begin.Length)] + content + page[to..];
    }

    /// <summary>Returns a number with about three digits.</summary>
    public static string Number(double value) => value switch
    {
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("F1", CultureInfo.InvariantCulture),
        >= 1 => value.ToString("F2", CultureInfo.InvariantCulture),
        _ => value.ToString("F3", CultureInfo.InvariantCulture),
    };

    /// <summary>Returns a fraction as a percentage.</summary>
    public static string Percent(double value) => $"{value * 100:F0} %";
}
