using System.Globalization;
using Microsoft.Playwright;
using MLNetDeep.Browser.Tests.Browsers;

namespace MLNetDeep.Browser.Tests.Reports;

/// <summary>Opens a report in a browser, as a user does who gets the file by mail.</summary>
public class DigitsReportTests(BrowserFixture browser, DigitsReport digits) : IClassFixture<DigitsReport>
{
    [Theory]
    [InlineData(1440, false)]
    [InlineData(360, true)]
    public async Task A_report_opens_without_network_and_is_accessible_at_any_size(int width, bool isDark)
    {
        await using BrowserPage page = await browser.OpenAsync(width, isDark: isDark, isTouch: width < 600);
        await page.Page.GotoAsync(digits.Url);
        Assert.Equal([digits.Url], page.Requests);
        Assert.Equal(0, await page.MeasureOverflowAsync());
        Assert.Equal(isDark ? "rgb(1, 4, 9)" : "rgb(246, 248, 250)",
            await page.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        Assert.Empty(await page.FindAccessibilityViolationsAsync());
        Assert.Empty(page.Messages);
    }

    [Fact]
    public void A_report_about_10000_digits_is_small() => Assert.InRange(new FileInfo(digits.FilePath).Length, 100_000, 2_000_000);

    [Fact]
    public async Task A_report_is_read_without_scripts()
    {
        await using BrowserPage page = await browser.OpenAsync(runsScripts: false);
        await page.Page.GotoAsync(digits.Url);
        Assert.Equal("Digits", await page.Page.TitleAsync());
        string accuracy = await page.Page.Locator("#results tr",
            new() { HasText = "The fraction of rows" }).Locator("data").First.InnerTextAsync();
        Assert.Equal(digits.Metrics.MicroAccuracy.ToString("0.0000", CultureInfo.InvariantCulture), accuracy);
        ILocator pictures = page.Page.Locator("figure > svg[role=img]");
        Assert.Equal(digits.Report.Pictures.Select(picture => $"{picture.Title}. {picture.Description}"), await NamesAsync(pictures));
        foreach (ILocator picture in await pictures.AllAsync())
        {
            LocatorBoundingBoxResult box = (await picture.BoundingBoxAsync())!;
            Assert.True(box is { Width: > 300, Height: > 100 }, $"{box.Width} x {box.Height}");
        }
    }

    [Fact]
    public async Task The_first_key_leads_past_the_contents()
    {
        await using BrowserPage page = await browser.OpenAsync();
        await page.Page.GotoAsync(digits.Url);
        await page.Page.Keyboard.PressAsync("Tab");
        ILocator skip = page.Page.GetByRole(AriaRole.Link, new() { Name = "Skip to the results" });
        await Assertions.Expect(skip).ToBeFocusedAsync();
        await Assertions.Expect(skip).ToBeInViewportAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Page.Locator("main")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task On_paper_a_report_is_white_and_no_picture_is_wider_than_the_page()
    {
        await using BrowserPage page = await browser.OpenAsync(width: 720, isDark: true);
        await page.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await page.Page.GotoAsync(digits.Url);
        Assert.Equal("rgb(255, 255, 255)", await page.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        Assert.Equal(0, await page.MeasureOverflowAsync());
        Assert.Equal("avoid", await page.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('figure')).breakInside"));
        Assert.False(await page.Page.GetByRole(AriaRole.Navigation).IsVisibleAsync());
    }

    private static async Task<string[]> NamesAsync(ILocator pictures)
    {
        List<string> names = [];
        foreach (ILocator picture in await pictures.AllAsync())
        {
            names.Add((await picture.GetAttributeAsync("aria-label"))!);
        }

        return [.. names];
    }
}
