namespace MLNetDeep.Docs.Tests.Links;

/// <summary>Follows the links of all Markdown files.</summary>
public sealed class LinkTests
{
    [Fact]
    public void Each_relative_link_leads_to_a_file_and_to_a_heading_in_it()
    {
        string[] broken = [.. MarkdownLinks.Files().SelectMany(MarkdownLinks.Broken)];
        Assert.True(broken.Length == 0, string.Join('\n', broken));
    }

    [Fact]
    public void The_anchors_of_headings_are_those_of_GitHub()
    {
        string[] lines =
        [
            "# A `Title` of 2, with [a link](x.md)!", "## Limits", "```", "# no heading", "```", "## Limits", "### snake_case and e-mail",
        ];
        Assert.Equal(["a-title-of-2-with-a-link", "limits", "limits-1", "snake_case-and-e-mail"], MarkdownLinks.Anchors(lines));
    }

    [Fact]
    public void Broken_links_are_named_with_their_lines()
    {
        string folder = Directory.CreateTempSubdirectory("links-").FullName;
        try
        {
            string page = Path.Combine(folder, "page.md");
            string[] lines =
            [
                "# Page", "[a](#page) [b](#none) [c](other.md) [d](https://example.org)", "`[e](no.md)` ![f](f.png)", "[g](page.md#page)",
            ];
            File.WriteAllLines(page, lines);
            IEnumerable<string> broken = MarkdownLinks.Broken(page).Select(link => link[link.LastIndexOf("(", StringComparison.Ordinal)..]);
            Assert.Equal(["(2): #none", "(2): other.md", "(3): f.png"], broken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_index_in_the_README_leads_to_a_page_that_names_each_method_of_a_catalog()
    {
        string[] pages = [.. MarkdownLinks.PagesOf(Path.Combine(MarkdownPage.Root, "README.md")).Select(File.ReadAllText)];
        string[] unnamed = [.. CatalogMethods.Names().Where(name => !pages.Any(page => CatalogMethods.IsNamed(name, page)))];
        Assert.True(unnamed.Length == 0, $"No page that README.md links names {string.Join(", ", unnamed)}.");
    }

    [Fact]
    public void The_index_in_the_README_leads_to_all_pages()
    {
        string readme = Path.Combine(MarkdownPage.Root, "README.md");
        Assert.Empty(MarkdownPage.Paths().Except([readme, .. MarkdownLinks.PagesOf(readme)]).Select(MarkdownPage.NameOf));
    }

    [Fact]
    public void READMEs_of_packages_have_no_relative_links_which_the_gallery_cannot_follow()
    {
        Assert.NotEmpty(MarkdownPage.PackageReadmes());
        Assert.All(MarkdownPage.PackageReadmes(), readme => Assert.Empty(MarkdownLinks.RelativeLinks(readme)));
    }

    [Fact]
    public void The_catalogs_have_methods_of_all_assemblies() =>
        Assert.Superset(
            new HashSet<string> { "LoadMnist", "LoadImageFolder", "BagOfWords", "OneHotLabel", "SaveSafely", "NeuralNetwork", "TorchModule" },
            CatalogMethods.Names().ToHashSet());
}
