namespace MLNetDeep.Docs.Tests;

/// <summary>Compiles and runs the C# blocks of README.md and docs/*.md by the rules in this test project's README.md.</summary>
public sealed class DocumentationTests
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
        if (page.IsCompileOnly)
        {
            return;
        }

        DirectoryInfo folder = Directory.CreateTempSubdirectory("docs-");
        try
        {
            PageProgram.Run(assembly, folder.FullName);
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
}
