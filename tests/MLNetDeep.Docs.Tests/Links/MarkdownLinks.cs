using System.Text.RegularExpressions;

namespace MLNetDeep.Docs.Tests.Links;

/// <summary>The links between the Markdown files of the repository.</summary>
internal static partial class MarkdownLinks
{
    private static readonly string[] s_folders = ["docs", "data", "samples", "benchmarks", "src", "tests"];

    /// <summary>All Markdown files of the repository: those of the root folder first.</summary>
    public static IEnumerable<string> Files() => Directory.GetFiles(MarkdownPage.Root, "*.md").Order(StringComparer.Ordinal)
        .Concat(s_folders.SelectMany(FilesIn).Where(path => !OutputFolder().IsMatch(path)));

    /// <summary>The pages that the links of a page lead to, without the page itself.</summary>
    public static IEnumerable<string> PagesOf(string page) => Links(File.ReadAllLines(page))
        .Select(link => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, link.Target.Split('#')[0])))
        .Where(path => path.EndsWith(".md", StringComparison.Ordinal) && File.Exists(path) && path != page)
        .Distinct();

    /// <summary>The relative links of a page.</summary>
    public static IEnumerable<string> RelativeLinks(string page) => Links(File.ReadAllLines(page)).Select(link => link.Target);

    /// <summary>The links of a page that lead to no file, or to no heading of it, each as "page(line): link".</summary>
    public static IEnumerable<string> Broken(string page) => Links(File.ReadAllLines(page))
        .Where(link => !Exists(page, link.Target))
        .Select(link => $"{MarkdownPage.NameOf(page)}({link.Line}): {link.Target}");

    /// <summary>GitHub's anchors of the headings: lower case, without punctuation, spaces as hyphens, repetitions numbered.</summary>
    public static IReadOnlyList<string> Anchors(string[] lines)
    {
        Dictionary<string, int> counts = [];
        List<string> anchors = [];
        foreach ((_, string line) in OutsideOfCode(lines).Where(line => Heading().IsMatch(line.Text)))
        {
            string text = LinkedText().Replace(Heading().Replace(line, ""), "$1").Trim();
            string anchor = Punctuation().Replace(text.ToLowerInvariant(), "").Replace(' ', '-');
            int count = counts[anchor] = counts.GetValueOrDefault(anchor, -1) + 1;
            anchors.Add(count == 0 ? anchor : $"{anchor}-{count}");
        }

        return anchors;
    }

    private static string[] FilesIn(string folder) =>
        Directory.GetFiles(Path.Combine(MarkdownPage.Root, folder), "*.md", SearchOption.AllDirectories);

    private static bool Exists(string page, string target)
    {
        string[] parts = target.Split('#', 2);
        string path = parts[0].Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, parts[0]);
        return parts.Length == 1 ? Path.Exists(path) : File.Exists(path) && Anchors(File.ReadAllLines(path)).Contains(parts[1]);
    }

    private static IEnumerable<(int Line, string Target)> Links(string[] lines) => OutsideOfCode(lines)
        .SelectMany(line => Link().Matches(Code().Replace(line.Text, "")).Select(match => (line.Number, match.Groups["target"].Value)))
        .Where(link => !link.Value.Contains(':', StringComparison.Ordinal));

    private static IEnumerable<(int Number, string Text)> OutsideOfCode(string[] lines)
    {
        bool isCode = false;
        for (int i = 0; i < lines.Length; i++)
        {
            bool isFence = lines[i].TrimStart().StartsWith("```", StringComparison.Ordinal);
            isCode ^= isFence;
            if (!isCode && !isFence)
            {
                yield return (i + 1, lines[i]);
            }
        }
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkedText();

    [GeneratedRegex("^#{1,6} +")]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation();

    [GeneratedRegex(@"[\\/](bin|obj)[\\/]")]
    private static partial Regex OutputFolder();
}
