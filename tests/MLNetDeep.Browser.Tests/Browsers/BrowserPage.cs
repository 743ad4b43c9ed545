using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace MLNetDeep.Browser.Tests.Browsers;

/// <summary>A page in a browser context of its own, with what it requested and what it wrote to the console.</summary>
public sealed class BrowserPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _messages = new();
    private readonly ConcurrentQueue<string> _requests = new();

    internal BrowserPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) => _messages.Enqueue($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => _messages.Enqueue($"exception: {error}");
        page.Request += (_, request) => _requests.Enqueue(request.Url);
    }

    /// <summary>Playwright's page.</summary>
    public IPage Page { get; }

    /// <summary>What the page wrote to the console, and exceptions that no script caught, in their order.</summary>
    public IReadOnlyCollection<string> Messages => _messages;

    /// <summary>
    /// The addresses that the page requested, that of the page itself first. Addresses of inline data (data:) are not among them.
    /// </summary>
    public IReadOnlyCollection<string> Requests => [.. _requests.Where(url => !url.StartsWith("data:", StringComparison.Ordinal))];

    /// <summary>Returns the violations that axe-core finds on the page, each with the rule, the reason and the first elements.</summary>
    public async Task<string[]> FindAccessibilityViolationsAsync()
    {
        // Without the elements that pass, of which a page with charts has thousands, this takes half the time.
        AxeResult result = await Page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations] });
        return [.. result.Violations.Select(violation =>
            $"{violation.Id}: {violation.Help}: {string.Join("; ", violation.Nodes.Take(3).Select(node => node.Html))}")];
    }

    /// <summary>
    /// Returns by how many pixels the page is wider than the window: 0 if nothing overflows. What scrolls within itself does not count.
    /// </summary>
    public Task<int> MeasureOverflowAsync() =>
        Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _context.CloseAsync();
}
