using System.Net;
using System.Text.RegularExpressions;
using DigitsWeb.Tests.Support;

namespace DigitsWeb.Tests.Api;

public class PageTests(ServerFixture fixture)
{
    [Fact]
    public async Task The_page_and_all_that_it_names_come_from_the_server_under_a_strict_policy()
    {
        using HttpResponseMessage page = await fixture.Server.Client.GetAsync("");
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        string policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self'; ", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal(["nosniff"], page.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["no-referrer"], page.Headers.GetValues("Referrer-Policy"));
        Assert.True(page.Headers.CacheControl!.NoCache);
        Assert.False(page.Headers.Contains("Server"));
        string[] names = [.. Regex.Matches(await page.Content.ReadAsStringAsync(), "(?:src|href)=\"([^\"]+)\"").Select(match => match.Groups[1].Value)];
        Assert.Equal(6, names.Length);
        foreach (string name in names)
        {
            Assert.Equal(HttpStatusCode.OK, (await fixture.Server.Client.GetAsync(name)).StatusCode);
        }
    }

    [Fact]
    public async Task The_page_says_what_it_shows_and_how_to_draw_with_keys()
    {
        string page = Regex.Replace(await fixture.Server.Client.GetStringAsync(""), @"\s+", " ");
        Assert.Equal(
            ["The network is being trained", "Your digit", "Prediction", "What the network sees", "Output of the first layer"],
            Regex.Matches(page, "<h2[^>]*>([^<]*)</h2>").Select(match => match.Groups[1].Value));
        Assert.Contains(
            "<p id=\"keys\">Arrow keys move the pen. Two arrow keys together, or Home, End, Page Up and Page Down, move it diagonally. "
                + "Hold Shift for smaller steps. Space puts the pen down or lifts it. Backspace removes the last stroke; "
                + "Delete clears the drawing.</p>",
            page,
            StringComparison.Ordinal);
        Assert.Contains(
            "<p>Your drawing as 28 × 28 pixels, prepared like the MNIST digits: scaled to fit 20 × 20 pixels, "
                + "and moved so that its centre of mass is in the middle.</p>",
            page,
            StringComparison.Ordinal);
    }
}
