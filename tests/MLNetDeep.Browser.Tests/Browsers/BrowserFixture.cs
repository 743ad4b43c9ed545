using Microsoft.Playwright;
using MLNetDeep.Browser.Tests.Browsers;

[assembly: AssemblyFixture(typeof(BrowserFixture))]

namespace MLNetDeep.Browser.Tests.Browsers;

/// <summary>
/// Starts the installed browser once for all tests of this assembly; a test class gets it in its constructor. Each page has a context of
/// its own, so that tests may run at the same time and share nothing.
/// </summary>
/// <remarks>
/// Where no browser is installed, a test that opens a page is skipped with the reason. It fails instead if the environment variable CI is
/// "true". Playwright's driver and the browser end when the fixture is disposed, and when this process ends.
/// </remarks>
public sealed class BrowserFixture : IAsyncLifetime
{
    // What Playwright waits for takes a moment; a busy machine may need longer, but no test should hang.
    private const float TimeoutMilliseconds = 20_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (InstalledBrowser.Find() is { } path)
        {
            Assertions.SetDefaultExpectTimeout(TimeoutMilliseconds);
            _playwright = await Playwright.CreateAsync();

            // Chromium refuses to run as root in its sandbox.
            _browser = await _playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = path, ChromiumSandbox = !Environment.IsPrivilegedProcess,
            });
        }
    }

    /// <summary>Opens an empty page, which the caller disposes. Skips or fails the test if there is no browser.</summary>
    /// <param name="width">The width of the window in CSS pixels.</param>
    /// <param name="height">The height of the window in CSS pixels.</param>
    /// <param name="isDark">Whether the user prefers dark colours.</param>
    /// <param name="runsScripts">Whether JavaScript is on.</param>
    /// <param name="isTouch">Whether the device is a phone: its screen is touched, and the page sees a phone's viewport.</param>
    public async Task<BrowserPage> OpenAsync(
        int width = 1440, int height = 900, bool isDark = false, bool runsScripts = true, bool isTouch = false)
    {
        if (_browser is null)
        {
            const string Reason = $"There is no Chromium, Chrome or Edge; {InstalledBrowser.Variable} may name one.";
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", Reason);
            Assert.Skip(Reason);
        }

        IBrowserContext context = await _browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = runsScripts,
            HasTouch = isTouch,
            IsMobile = isTouch,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(TimeoutMilliseconds);
        return new BrowserPage(context, await context.NewPageAsync());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
    }
}
