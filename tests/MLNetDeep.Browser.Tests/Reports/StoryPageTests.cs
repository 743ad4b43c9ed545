using Microsoft.Playwright;
using MLNetDeep.Browser.Tests.Browsers;
using MLNetDeep.Reports;

namespace MLNetDeep.Browser.Tests.Reports;

/// <summary>Opens the page of a training's states in a browser.</summary>
public sealed class StoryPageTests : IClassFixture<DigitsReport>, IDisposable
{
    private readonly BrowserFixture _browser;
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.html");

    public StoryPageTests(BrowserFixture browser, DigitsReport digits)
    {
        _browser = browser;
        Picture[] pictures = [.. digits.Report.Pictures.Where(picture => picture.Name is "first-images" or "weights" or "confusion-matrix")];
        StoryState[] states = [.. Enumerable.Range(1, 4).Select(i => new StoryState($"State {i}", [("Accuracy", "0.5000"), ("Log-loss", "1.0000")], pictures))];
        new StoryPage("A training in four states", "A network learns digits.", states).SaveHtml(_path);
    }

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(1440, false, 4)]
    [InlineData(360, true, 1)]
    public async Task States_are_side_by_side_where_there_is_room(int width, bool isDark, int columns)
    {
        await using BrowserPage page = await OpenAsync(width, isDark);
        Assert.Equal([new Uri(_path).AbsoluteUri], page.Requests);
        Assert.Equal(0, await page.MeasureOverflowAsync());
        Assert.Empty(await page.FindAccessibilityViolationsAsync());
        Assert.Empty(page.Messages);

        // The pictures of a kind begin at the same height in all states of a line.
        (float X, float Y)[] figures = [.. (await BoxesAsync(page.Page.Locator(".state figure:last-child"))).Select(box => (box.X, box.Y))];
        Assert.Equal(columns, figures.Select(figure => figure.X).Distinct().Count());
        Assert.Equal(4 / columns, figures.Select(figure => figure.Y).Distinct().Count());
    }

    [Fact]
    public async Task A_picture_covers_the_page_until_it_is_closed_by_keyboard()
    {
        await using BrowserPage page = await OpenAsync(1000, isDark: false);
        ILocator figure = page.Page.Locator("#state-2-3");
        LocatorBoundingBoxResult before = (await figure.BoundingBoxAsync())!;
        await figure.GetByRole(AriaRole.Link).PressAsync("Enter");
        LocatorBoundingBoxResult enlarged = (await figure.BoundingBoxAsync())!;
        Assert.Equal((0, 0, 1000), (enlarged.X, enlarged.Y, enlarged.Width));
        LocatorBoundingBoxResult picture = (await figure.Locator("svg").First.BoundingBoxAsync())!;
        Assert.True(picture.Y + picture.Height <= enlarged.Height, $"{picture.Y} + {picture.Height} > {enlarged.Height}");
        await figure.GetByRole(AriaRole.Link, new() { Name = "Close" }).PressAsync("Enter");
        Assert.Equal(before.Width, (await figure.BoundingBoxAsync())!.Width);
    }

    private async Task<BrowserPage> OpenAsync(int width, bool isDark)
    {
        BrowserPage page = await _browser.OpenAsync(width, isDark: isDark);
        await page.Page.GotoAsync(new Uri(_path).AbsoluteUri);
        return page;
    }

    private static async Task<List<LocatorBoundingBoxResult>> BoxesAsync(ILocator elements)
    {
        List<LocatorBoundingBoxResult> boxes = [];
        foreach (ILocator element in await elements.AllAsync())
        {
            boxes.Add((await element.BoundingBoxAsync())!);
        }

        return boxes;
    }
}
