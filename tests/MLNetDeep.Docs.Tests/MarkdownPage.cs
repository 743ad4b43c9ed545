using System.Text.RegularExpressions;

namespace MLNetDeep.Docs.Tests;

/// <summary>A page of the documentation with the C# code blocks in it.</summary>
/// <param name="Name">The page's path relative to the repository's root folder, with forward slashes.</param>
/// <param name="Blocks">The C# blocks that are not marked as fragments, in the order of the page.</param>
/// <param name="FragmentCount">The number of C# blocks that are marked as fragments, which are not compiled.</param>
/// <param name="Output">The lines that the page says its program writes; empty if it says nothing.</param>
/// <param name="IsCompileOnly">Whether a block is marked as compile-only, so that the page's program is compiled but not run.</param>
internal sealed partial record MarkdownPage(string Name, IReadOnlyList<CodeBlock> Blocks, int FragmentCount, IReadOnlyList<string> Output, bool IsCompileOnly)
{
    private const string FragmentMark = "<!-- fragment -->";
    private const string OutputMark = "<!-- output -->";
    private const string CompileOnlyMark = "<!-- compile only -->";
    private const string TorchDirective = "using MLNetDeep.TorchSharp;";

    /// <summary>The repository's root folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Whether the page's program uses TorchSharp, so that it runs only where libtorch is.</summary>
    public bool UsesTorch => Blocks.Any(block => block.Lines.Contains(TorchDirective));

    /// <summary>All pages, and READMEs of packages, with at least one C# block.</summary>
    public static IReadOnlyList<MarkdownPage> ReadAll() =>
    [
        .. Paths().Concat(PackageReadmes()).Select(path => Parse(NameOf(path), File.ReadAllLines(path)))
            .Where(page => page.Blocks.Count + page.FragmentCount > 0),
    ];

    /// <summary>The paths of README.md and of the pages in docs.</summary>
    public static IEnumerable<string> Paths() =>
        Directory.GetFiles(Path.Combine(Root, "docs"), "*.md").Order(StringComparer.Ordinal).Prepend(Path.Combine(Root, "README.md"));

    /// <summary>The paths of the READMEs that packages show in the gallery.</summary>
    public static IEnumerable<string> PackageReadmes() => Directory.GetDirectories(Path.Combine(Root, "src"))
        .Select(folder => Path.Combine(folder, "README.md")).Where(File.Exists).Order(StringComparer.Ordinal);

    /// <summary>Returns a page's path relative to the repository's root folder, with forward slashes.</summary>
    public static string NameOf(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>Finds the C# blocks in the lines of a page.</summary>
    /// <exception cref="InvalidDataException">A code block is not closed.</exception>
    public static MarkdownPage Parse(string name, string[] lines)
    {
        List<CodeBlock> blocks = [];
        List<string> output = [];
        int fragments = 0;
        bool isCompileOnly = false;
        for (int i = 0; i < lines.Length; i++)
        {
            string mark = i > 0 ? lines[i - 1].Trim() : "";
            bool isOutput = mark == OutputMark && lines[i].Trim() == "```";
            if (!isOutput && !BlockStart().IsMatch(lines[i]))
            {
                continue;
            }

            int end = Array.FindIndex(lines, i + 1, line => line.Trim() == "```");
            if (end < 0)
            {
                throw new InvalidDataException($"{name}({i + 1}): the code block is not closed.");
            }

            isCompileOnly |= mark == CompileOnlyMark;
            if (isOutput)
            {
                output.AddRange(lines[(i + 1)..end]);
            }
            else if (mark == FragmentMark)
            {
                fragments++;
            }
            else
            {
                // Line numbers are one-based, and the code starts on the line after the opening fence.
                blocks.Add(new CodeBlock(i + 2, lines[(i + 1)..end]));
            }

            i = end;
        }

        return new MarkdownPage(name, blocks, fragments, output, isCompileOnly);
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MLNetDeep.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException(
            $"There is no MLNetDeep.sln in {AppContext.BaseDirectory} or its parents.");
    }

    [GeneratedRegex(@"^\s*```(csharp|cs|c#)\s*$")]
    private static partial Regex BlockStart();
}
