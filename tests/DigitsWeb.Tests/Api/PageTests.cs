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
}
