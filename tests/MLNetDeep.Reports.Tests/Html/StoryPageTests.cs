using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace MLNetDeep.Reports.Tests.Html;

/// <summary>The page that shows states of a model side by side.</summary>
public class StoryPageTests
{
    private const string Markup = "<b>&\"bold\"</b>";

    private static readonly Picture s_matrix = Pictures.ConfusionMatrix(["cat", "dog"], new[,] { { 7, 2 }, { 1, 5 } });
    private static readonly Picture s_images = Pictures.Images("Two images", [Image(0), Image(255)]);

    private readonly StoryPage _page = new(
        $"Story {Markup}",
        $"What happens {Markup}",
        [
            new StoryState($"Before {Markup}", [("Accuracy", "0.5000"), ("Log-loss", Markup)], [Pictures.Images("One image", [Image(0)])]),
            new StoryState("After", [("Accuracy", "0.8000"), ("Log-loss", "0.2000")], [s_images, s_matrix]),
        ]);

    [Fact]
    public void Each_state_is_a_section_with_its_values_and_pictures()
    {
        IHtmlDocument page = new HtmlParser().ParseDocument(_page.ToHtml());
        Assert.Equal(($"Story {Markup}", $"Story {Markup}"), (page.Title, page.QuerySelector("h1")!.TextContent));
        Assert.Equal($"What happens {Markup}", page.QuerySelector("header p")!.TextContent);
        IElement[] states = [.. page.QuerySelectorAll("main section")];
        Assert.Equal([$"Before {Markup}", "After"], states.Select(state => state.QuerySelector("h2")!.TextContent));
        Assert.Equal(["0.5000", Markup, "0.8000", "0.2000"], page.QuerySelectorAll("dd").Select(value => value.TextContent));
        Assert.Equal(["One image"], states[0].QuerySelectorAll("h3").Select(title => title.TextContent));
        Assert.Equal(
            new[] { s_images, s_matrix }.Select(picture => $"{picture.Title}. {picture.Description}"),
            states[1].QuerySelectorAll("figure > svg[role=img]").Select(svg => svg.GetAttribute("aria-label")!));

        // Two rows for the name and the values, and one for each picture of the state with the most.
        Assert.Contains(".states { --rows: 4; }", page.QuerySelector("style")!.TextContent);
    }

    [Fact]
    public void The_page_needs_no_network_and_no_script_and_its_links_lead_into_it()
    {
        IHtmlDocument page = new HtmlParser().ParseDocument(_page.ToHtml());
        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
        Assert.Empty(page.QuerySelectorAll("script, iframe, object, embed, b, [onload], [onclick], [style], [src]"));
        string[] ids = [.. page.QuerySelectorAll("[id]").Select(element => element.Id!)];
        Assert.Equal(ids.Distinct(), ids);
        Assert.Equal(6, page.QuerySelectorAll("a").Length);
        Assert.All(page.QuerySelectorAll("a"), link => Assert.Contains(link.GetAttribute("href")![1..], ids));
    }

    [Fact]
    public void The_file_is_the_page()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.html");
        try
        {
            _page.SaveHtml(path);
            Assert.Equal(_page.ToHtml(), File.ReadAllText(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Nothing_to_show_is_refused()
    {
        Assert.Equal("states", Assert.Throws<ArgumentException>(() => new StoryPage("a", "b", [])).ParamName);
        Assert.Equal("title", Assert.Throws<ArgumentNullException>(() => new StoryPage(null!, "b", _page.States)).ParamName);
        Assert.Equal("pictures", Assert.Throws<ArgumentNullException>(() => new StoryState("a", [], null!)).ParamName);
    }

    private static LabelledImage Image(byte shade) => new(2, 2, 1, [shade, shade, shade, shade], ["true cat"], isCorrect: true);
}
