namespace MLNetDeep.Browser.Tests.Browsers;

/// <summary>Checks that a page's faults are found: the tests of other pages rely on it.</summary>
public class BrowserPageTests(BrowserFixture browser)
{
    // A picture without a name, which is not there; a text wider than a phone; a script that writes to the console and fails.
    private const string Faulty = """
        <!DOCTYPE html><html lang="en"><head><title>Faulty</title><meta name="viewport" content="width=device-width"></head>
        <body style="margin:0"><main><h1>Faulty</h1><img src="missing.png"><p style="width:500px">wide</p>
        <script>console.warn("careful"); setTimeout(() => { throw new Error("broken"); }, 0);</script></main></body></html>
        """;

    [Fact]
    public async Task Faults_of_a_page_are_found()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.html");
        try
        {
            await File.WriteAllTextAsync(path, Faulty);
            await using BrowserPage page = await browser.OpenAsync(width: 360, isDark: true);
            await page.Page.GotoAsync(new Uri(path).AbsoluteUri);
            await page.Page.WaitForTimeoutAsync(50);
            Assert.Contains("warning: careful", page.Messages);
            Assert.Contains(
                page.Messages,
                message => message.StartsWith("exception: ", StringComparison.Ordinal)
                    && message.Contains("broken", StringComparison.Ordinal));
            Assert.Equal([new Uri(path).AbsoluteUri, new Uri(new Uri(path), "missing.png").AbsoluteUri], page.Requests);
            Assert.Equal(500 - 360, await page.MeasureOverflowAsync());
            Assert.StartsWith("image-alt: ", Assert.Single(await page.FindAccessibilityViolationsAsync()), StringComparison.Ordinal);
            Assert.True(await page.Page.EvaluateAsync<bool>("matchMedia('(prefers-color-scheme: dark)').matches"));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
