using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;
using MLNetDeep.Browser.Tests.Browsers;
using MLNetDeep.Browser.Tests.DigitsWeb;
using MLNetDeep.Samples.DigitsWeb;

[assembly: AssemblyFixture(typeof(DigitsWebFixture))]

namespace MLNetDeep.Browser.Tests.DigitsWeb;

/// <summary>
/// The server of the page, started once for all tests, with a network that it trains on a part of the digits. The seed is fixed, so the
/// network has the same weights on any number of threads.
/// </summary>
public sealed class DigitsWebFixture : IAsyncLifetime
{
    private const string Rows = "6000";
    private const string Epochs = "2";

    private readonly string _folder = Directory.CreateTempSubdirectory("digits-web-").FullName;
    private readonly Lazy<Task<string>> _url;
    private WebApplication? _server;

    public DigitsWebFixture() => _url = new(StartAsync);

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Opens the page, which the caller disposes, once the network is trained.</summary>
    public async Task<BrowserPage> OpenAsync(
        BrowserFixture browser, int width = 1440, int height = 900, bool isDark = false, bool isTouch = false, string path = "")
    {
        // The browser first: where there is none, no network need be trained.
        BrowserPage page = await browser.OpenAsync(width, height, isDark, isTouch: isTouch);
        await page.Page.GotoAsync(await _url.Value + path);
        return page;
    }

    /// <summary>Waits until the page shows the prediction for what is drawn, and returns the digit; "?" if nothing is drawn.</summary>
    public static async Task<string> ReadPredictionAsync(IPage page)
    {
        await page.Locator("#result[aria-busy=false]").WaitForAsync();
        return await page.Locator("#winner").InnerTextAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> StartAsync()
    {
        _server = WebServer.Create(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Digits:ModelFile"] = Path.Combine(_folder, "model.zip"),
            ["Digits:Rows"] = Rows,
            ["Digits:Epochs"] = Epochs,
            ["Digits:RequestsPerSecond"] = "0",
            ["Logging:LogLevel:Default"] = "Warning",
            ["Logging:LogLevel:MLNetDeep"] = "Warning",
        });
        await _server.StartAsync();
        string url = $"{_server.Urls.Single()}/";
        using HttpClient client = new();
        string? last = null;

        // The stream ends when the training does.
        using StreamReader events = new(await client.GetStreamAsync(url + "training"));
        while (await events.ReadLineAsync() is { } line)
        {
            last = line.Length > 0 ? line : last;
        }

        Assert.Contains("\"state\":\"ready\"", last, StringComparison.Ordinal);
        return url;
    }
}
