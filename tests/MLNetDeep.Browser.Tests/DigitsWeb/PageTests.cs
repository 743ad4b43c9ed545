using System.Globalization;
using Microsoft.Playwright;
using MLNetDeep.Browser.Tests.Browsers;

namespace MLNetDeep.Browser.Tests.DigitsWeb;

/// <summary>The page on large and small screens, in both themes, by mouse, finger and keyboard.</summary>
public class PageTests(BrowserFixture browser, DigitsWebFixture server)
{
    private const int PhoneWidth = 360;

    [Theory]
    [InlineData(1440, false)]
    [InlineData(PhoneWidth, true)]
    public async Task The_page_fits_is_accessible_and_shows_all_that_is_promised(int width, bool isDark)
    {
        await using BrowserPage page = await server.OpenAsync(browser, width, height: 740, isDark, isTouch: width == PhoneWidth);
        await page.Page.Locator("summary").ClickAsync();
        await Handwriting.Get("slanted", 7).DrawAsync(page.Page);
        Assert.Equal("7", await DigitsWebFixture.ReadPredictionAsync(page.Page));
        string[] shares = [.. await page.Page.Locator("#bars .share").AllInnerTextsAsync()];
        Assert.Equal(10, shares.Length);
        double[] percentages = [.. shares.Select(share => double.Parse(share.TrimEnd('%'), CultureInfo.InvariantCulture))];
        Assert.Equal(100, percentages.Sum(), 0.6);
        Assert.Equal(7, Array.IndexOf(percentages, percentages.Max()));
        Assert.Equal("7", await page.Page.Locator("#bars .best .digit").InnerTextAsync());
        int[] maps = await page.Page.EvaluateAsync<int[]>("[...document.querySelectorAll('#maps canvas')].map(map => map.width)");
        Assert.Equal(Enumerable.Repeat(24, 16), maps);
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Status))
            .ToHaveTextAsync($"7, {Math.Round(percentages[7], MidpointRounding.AwayFromZero)} percent");

        Assert.Equal(
            isDark ? "rgb(18, 21, 28), ink rgb(232, 235, 242)" : "rgb(244, 245, 248), ink rgb(26, 34, 51)",
            await page.Page.EvaluateAsync<string>("`${getComputedStyle(document.body).backgroundColor}, ink ${getComputedStyle(pad).color}`"));
        Assert.Equal(0, await page.MeasureOverflowAsync());
        Assert.Empty(await page.FindAccessibilityViolationsAsync());
        Assert.Empty(page.Messages);
        Assert.All(page.Requests, url => Assert.StartsWith(new Uri(page.Page.Url).GetLeftPart(UriPartial.Authority), url, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Undo_takes_the_last_stroke_back()
    {
        await using BrowserPage page = await server.OpenAsync(browser);
        ILocator undo = page.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" });
        Handwriting seven = Handwriting.Get("slanted", 7);
        await (seven with { Strokes = seven.Strokes[..1] }).DrawAsync(page.Page);
        string first = await ReadSeenAsync(page.Page);
        await (seven with { Strokes = seven.Strokes[1..] }).DrawAsync(page.Page);
        Assert.NotEqual(first, await ReadSeenAsync(page.Page));
        await undo.ClickAsync();
        Assert.Equal(first, await ReadSeenAsync(page.Page));
        await undo.ClickAsync();
        Assert.Equal("?", await DigitsWebFixture.ReadPredictionAsync(page.Page));
        Assert.Equal(0, await page.Page.Locator("#maps canvas").CountAsync());
        await undo.ClickAsync();
        Assert.Empty(page.Messages);
    }

    [Fact]
    public async Task A_finger_draws_and_does_not_scroll()
    {
        await using BrowserPage page = await server.OpenAsync(browser, PhoneWidth, height: 640, isTouch: true);
        ICDPSession device = await page.Page.Context.NewCDPSessionAsync(page.Page);
        LocatorBoundingBoxResult box = (await page.Page.Locator("#pad").BoundingBoxAsync())!;
        foreach (float[][] stroke in Handwriting.Get("upright", 4).Strokes)
        {
            for (int i = 0; i < stroke.Length; i++)
            {
                await TouchAsync(device, i == 0 ? "touchStart" : "touchMove", box.X + (stroke[i][0] * box.Width), box.Y + (stroke[i][1] * box.Height));
            }

            await TouchAsync(device, "touchEnd");
        }

        Assert.Equal("4", await DigitsWebFixture.ReadPredictionAsync(page.Page));
        Assert.Equal(0, await page.Page.EvaluateAsync<double>("scrollY"));
    }

    [Fact]
    public async Task All_is_done_by_keyboard_alone()
    {
        await using BrowserPage page = await server.OpenAsync(browser);
        IKeyboard keys = page.Page.Keyboard;

        // A one: from the middle up, the pen down, and down.
        await PressAsync(keys, "Tab", "ArrowUp*8", "Space", "ArrowDown*16", "Space");
        Assert.Equal("1", await DigitsWebFixture.ReadPredictionAsync(page.Page));
        await PressAsync(keys, "Tab");
        Assert.Equal("undo", await ReadFocusAsync(page.Page));
        await PressAsync(keys, "Enter");
        Assert.Equal("?", await DigitsWebFixture.ReadPredictionAsync(page.Page));

        // A seven, from the lower end of the one. Moves without ink lead to its start.
        await PressAsync(keys, "Shift+Tab", "ArrowUp*16", "ArrowLeft*5", "Space", "ArrowRight*10", "ArrowDown", "End", "ArrowDown", "End");
        await PressAsync(keys, "ArrowDown", "End", "ArrowDown", "End", "ArrowDown", "End", "ArrowDown*6", "Space");
        Assert.Equal("7", await DigitsWebFixture.ReadPredictionAsync(page.Page));

        // Keys for undo and clear, then the buttons, the help and the links.
        await PressAsync(keys, "Backspace");
        Assert.Equal("?", await DigitsWebFixture.ReadPredictionAsync(page.Page));
        await PressAsync(keys, "Space", "ArrowUp*3", "Space", "ArrowLeft", "Space", "ArrowDown*3", "Delete");
        Assert.Equal("?", await DigitsWebFixture.ReadPredictionAsync(page.Page));
        await PressAsync(keys, "Space", "ArrowUp*12", "Tab", "Tab");
        Assert.Equal("1", await DigitsWebFixture.ReadPredictionAsync(page.Page));
        Assert.Equal("clear", await ReadFocusAsync(page.Page));
        await PressAsync(keys, "Space");
        Assert.Equal("?", await DigitsWebFixture.ReadPredictionAsync(page.Page));
        await PressAsync(keys, "Tab", "Enter");
        await Assertions.Expect(page.Page.Locator("#keys")).ToBeVisibleAsync();
        await PressAsync(keys, "Tab");
        Assert.Equal("A", await page.Page.EvaluateAsync<string>("document.activeElement.tagName"));
    }

    [Fact]
    public async Task The_page_of_the_API_asks_no_other_server()
    {
        await using BrowserPage page = await server.OpenAsync(browser, path: "scalar/");
        await page.Page.GetByText("Recognise a digit").First.WaitForAsync();
        Assert.All(page.Requests, url => Assert.StartsWith(new Uri(page.Page.Url).GetLeftPart(UriPartial.Authority), url, StringComparison.Ordinal));
        Assert.DoesNotContain(page.Messages, message => !message.StartsWith("info: ", StringComparison.Ordinal));
    }

    // Presses keys; "ArrowUp*3" is three times.
    private static async Task PressAsync(IKeyboard keyboard, params string[] keys)
    {
        foreach (string key in keys)
        {
            string[] parts = key.Split('*');
            for (int i = parts.Length == 1 ? 1 : int.Parse(parts[1], CultureInfo.InvariantCulture); i > 0; i--)
            {
                await keyboard.PressAsync(parts[0]);
            }
        }
    }

    private static Task<string> ReadFocusAsync(IPage page) => page.EvaluateAsync<string>("document.activeElement.id");

    private static async Task<string> ReadSeenAsync(IPage page)
    {
        await DigitsWebFixture.ReadPredictionAsync(page);
        return await page.EvaluateAsync<string>("document.getElementById('seen').toDataURL()");
    }

    private static Task TouchAsync(ICDPSession device, string type, params float[] point) =>
        device.SendAsync("Input.dispatchTouchEvent", new()
        {
            ["type"] = type,
            ["touchPoints"] = point.Chunk(2).Select(xy => new Dictionary<string, object> { ["x"] = xy[0], ["y"] = xy[1] }).ToArray(),
        });
}
