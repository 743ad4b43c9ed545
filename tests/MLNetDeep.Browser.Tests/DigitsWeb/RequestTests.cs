using System.Collections.Concurrent;
using Microsoft.Playwright;
using MLNetDeep.Browser.Tests.Browsers;

namespace MLNetDeep.Browser.Tests.DigitsWeb;

/// <summary>What the page asks the server for, and what it does when the server is slow, away or busy training.</summary>
public class RequestTests(BrowserFixture browser, DigitsWebFixture server)
{
    [Fact]
    public async Task One_request_is_under_way_at_a_time_and_the_last_drawing_wins()
    {
        await using BrowserPage page = await server.OpenAsync(browser);
        ConcurrentQueue<string> bodies = new();
        TaskCompletionSource first = new();
        await page.Page.RouteAsync("**/predict", async route =>
        {
            bodies.Enqueue(route.Request.PostData!);
            await first.Task;
            await route.ContinueAsync();
        });
        await page.Page.EvaluateAsync("""
            window.shown = [];
            new MutationObserver(() => shown.push(winner.textContent)).observe(winner, { childList: true });
            """);
        await Handwriting.Get("upright", 1).DrawAsync(page.Page);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();
        await Handwriting.Get("slanted", 7).DrawAsync(page.Page);
        Assert.Single(bodies);
        first.SetResult();
        Assert.Equal("7", await DigitsWebFixture.ReadPredictionAsync(page.Page));
        Assert.Equal(2, bodies.Count);
        string[] shown = await page.Page.EvaluateAsync<string[]>("shown");
        Assert.Equal("7", shown[^1]);
        Assert.DoesNotContain("1", shown);
    }

    [Fact]
    public async Task A_server_that_is_away_is_asked_again()
    {
        await using BrowserPage page = await server.OpenAsync(browser);
        await page.Page.RouteAsync("**/predict", route => route.AbortAsync());
        await Handwriting.Get("upright", 1).DrawAsync(page.Page);
        ILocator message = page.Page.GetByRole(AriaRole.Alert);
        await Assertions.Expect(message).ToHaveTextAsync("The server does not answer.");
        await page.Page.UnrouteAllAsync();
        Assert.Equal("1", await DigitsWebFixture.ReadPredictionAsync(page.Page));
        await Assertions.Expect(message).ToHaveTextAsync("");
    }

    [Fact]
    public async Task The_progress_of_a_training_is_shown_until_the_model_is_ready()
    {
        await using BrowserPage page = await server.OpenAsync(browser);
        await page.Page.RouteAsync("**/training", route => route.FulfillAsync(new()
        {
            ContentType = "text/event-stream",
            Body = """
                retry: 100
                event: model
                data: {"state":"training","epoch":2,"epochs":6,"progress":0.25,"loss":0.12,"accuracy":0.9634,"secondsLeft":11.5}


                """,
        }));
        await page.Page.RouteAsync("**/predict", route => route.FulfillAsync(new()
        {
            Status = 503,
            ContentType = "application/problem+json",
            Headers = new Dictionary<string, string> { ["Retry-After"] = "12" },
            Body = """{"title":"Service Unavailable","status":503,"detail":"The network is being trained: 25% is done."}""",
        }));
        await page.Page.ReloadAsync();
        await Assertions.Expect(page.Page.Locator("#training-text")).ToHaveTextAsync(
            "Pass 2 of 6: 96.3% of the training digits are recognised, about 12 s left. You may already draw.");
        Assert.Equal(0.25, await page.Page.EvaluateAsync<double>("document.getElementById('training-bar').value"));
        Assert.Empty(await page.FindAccessibilityViolationsAsync());
        await Handwriting.Get("upright", 1).DrawAsync(page.Page);
        Assert.Equal("", await page.Page.GetByRole(AriaRole.Alert).InnerTextAsync());

        // From here on, the true server answers: its model is ready.
        await page.Page.UnrouteAllAsync();
        await Assertions.Expect(page.Page.Locator("#training")).ToBeHiddenAsync();
        Assert.Equal("1", await DigitsWebFixture.ReadPredictionAsync(page.Page));
    }
}
