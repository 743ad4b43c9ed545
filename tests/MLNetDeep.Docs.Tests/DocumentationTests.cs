using System.Globalization;
using System.Text.RegularExpressions;

namespace MLNetDeep.Docs.Tests;

/// <summary>Compiles and runs the C# blocks of README.md and docs/*.md by the rules in this test project's README.md.</summary>
public sealed partial class DocumentationTests
{
    private const int MaxFragmentBlocks = 3;
    private const int MaxCompileOnlyPages = 3;

    private static readonly IReadOnlyList<MarkdownPage> s_pages = MarkdownPage.ReadAll();

    public static TheoryData<string> Pages => [.. s_pages.Where(page => page.Blocks.Count > 0).Select(page => page.Name)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_code_of_a_page_compiles_and_runs(string name)
    {
        MarkdownPage page = s_pages.Single(page => page.Name == name);
        (byte[] assembly, string[] errors) = PageProgram.Compile(page);
        Assert.True(errors.Length == 0, string.Join('\n', errors));
        if (page.IsCompileOnly || (page.UsesTorch && !TorchThreads.TryUseOne()))
        {
            return;
        }

        DirectoryInfo folder = Directory.CreateTempSubdirectory("docs-");
        try
        {
            string output = PageProgram.Run(assembly, folder.FullName);
            if (page.Output.Count > 0)
            {
                Assert.Equal(page.Output, output.TrimEnd().Split('\n').Select(line => line.TrimEnd()), SameNumbers);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Only_a_few_fragment_blocks_and_compile_only_pages_exist()
    {
        Assert.InRange(s_pages.Sum(page => page.FragmentCount), 0, MaxFragmentBlocks);
        Assert.InRange(s_pages.Count(page => page.IsCompileOnly), 0, MaxCompileOnlyPages);
    }

    [Fact]
    public void The_using_directives_of_a_page_are_in_its_first_block() => Assert.All(s_pages.Where(page => page.Blocks.Count > 0), page =>
    {
        Assert.StartsWith("using ", page.Blocks[0].Lines.First(line => line.Length > 0), StringComparison.Ordinal);
        Assert.DoesNotContain(page.Blocks.Skip(1).SelectMany(block => block.Lines), line => UsingDirective().IsMatch(line));
    });

    [Fact]
    public void The_first_programs_have_at_most_ten_lines_after_the_using_directives() =>
        Assert.All(s_pages.Where(page => page.Name is "README.md" or "docs/getting-started.md"), page =>
            Assert.InRange(page.Blocks[0].Lines.Count(line => line.Length > 0 && !UsingDirective().IsMatch(line)), 1, 10));

    [Theory]
    [InlineData("loss 0.05", "loss 0.06", true)]
    [InlineData("loss 0.05", "loss 0.07", false)]
    [InlineData("price 1045", "price 1065", true)]
    [InlineData("price 1045", "price 1067", false)]
    [InlineData("loss 0.50", "cost 0.50", false)]
    [InlineData("-1.73 to 1.72", "-1.73 to -1.72", false)]
    [InlineData("1 of 10", "1 of 10 rows", false)]
    public void Numbers_of_an_output_may_differ_by_2_percent_or_by_1_in_the_last_place(string expected, string actual, bool isSame) =>
        Assert.Equal(isSame, SameNumbers(expected, actual));

    [Fact]
    public void The_lines_of_marked_blocks_are_the_expected_output()
    {
        string[] lines = ["<!-- output -->", "```", "1", "2", "```", "```", "3", "```", "<!-- output -->", "```", "4", "```"];
        Assert.Equal(["1", "2", "4"], MarkdownPage.Parse("page.md", lines).Output);
    }

    [Fact]
    public void A_compile_error_names_the_page_and_the_line()
    {
        string[] lines = ["# Page", "```csharp", "using System.Text;", "int x = 1;", "```", "", "```csharp", "StringBuilder y = x;", "```"];
        string error = Assert.Single(PageProgram.Compile(MarkdownPage.Parse("docs/page.md", lines)).Errors);
        Assert.StartsWith("docs/page.md(8): CS0029: ", error);
    }

    [Fact]
    public void A_fragment_is_counted_but_not_compiled()
    {
        string[] lines = ["<!-- fragment -->", "```csharp", "...", "```", "```csharp", "Console.Write(2 + 3);", "```"];
        MarkdownPage page = MarkdownPage.Parse("page.md", lines);
        Assert.Equal(1, page.FragmentCount);
        (byte[] assembly, string[] errors) = PageProgram.Compile(page);
        Assert.Empty(errors);
        Assert.Equal("5", PageProgram.Run(assembly, Path.GetTempPath()));
    }

    [Theory]
    [InlineData("using MLNetDeep.TorchSharp;", true)]
    [InlineData("using MLNetDeep.Neural;", false)]
    public void A_page_needs_libtorch_if_it_has_the_using_directive(string directive, bool needsLibtorch) =>
        Assert.Equal(needsLibtorch, MarkdownPage.Parse("page.md", ["```csharp", directive, "```"]).UsesTorch);

    // Processors round differently, and a training amplifies the differences.
    private static bool SameNumbers(string expected, string actual) =>
        Number().Replace(expected, "#") == Number().Replace(actual, "#")
            && Number().Matches(expected).Zip(Number().Matches(actual)).All(pair => IsNear(pair.First, pair.Second));

    private static bool IsNear(Match expected, Match actual)
    {
        double lastPlace = Math.Pow(10, -expected.Groups["decimals"].Length);
        return Math.Abs(Value(actual) - Value(expected)) <= 1.000001 * Math.Max(lastPlace, 0.02 * Math.Abs(Value(expected)));
    }

    private static double Value(Match number) => double.Parse(number.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"-?\d+(\.(?<decimals>\d+))?")]
    private static partial Regex Number();

    [GeneratedRegex(@"^using (static )?[\w.]+;")]
    private static partial Regex UsingDirective();
}
