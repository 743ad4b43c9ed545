using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MLNetDeep.Hosting.Tests.Dashboard;

/// <summary>Reads the events of a dashboard as its page does.</summary>
internal sealed partial class DashboardClient : IDisposable
{
    /// <summary>How long a test waits for what must happen.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;
    private readonly CancellationTokenSource _end = new(Timeout);
    private IAsyncEnumerator<SseItem<string>>? _events;

    private DashboardClient(Uri address) => _http = new HttpClient { BaseAddress = address };

    /// <summary>The runs by their numbers.</summary>
    public SortedDictionary<int, SeenRun> Runs { get; } = [];

    /// <summary>Whether the server has said that this is the end.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The token in the page.</summary>
    public string Token { get; private set; } = "";

    public static async Task<DashboardClient> OpenAsync(TrainingDashboard dashboard)
    {
        DashboardClient client = new(dashboard.Address);
        client.Token = TokenPattern().Match(await client._http.GetStringAsync("")).Groups[1].Value;
        Stream stream = await client._http.GetStreamAsync("events", client._end.Token);
        client._events = SseParser.Create(stream, (_, bytes) => System.Text.Encoding.UTF8.GetString(bytes))
            .EnumerateAsync(client._end.Token).GetAsyncEnumerator();
        Assert.True(await client._events.MoveNextAsync());
        Assert.Equal("begin", client._events.Current.EventType);
        return client;
    }

    /// <summary>Reads events until a run is as wanted, and returns it.</summary>
    public async Task<SeenRun> WaitForAsync(Func<SeenRun, bool> isWanted, int run = 1)
    {
        while (!Runs.TryGetValue(run, out SeenRun? seen) || !isWanted(seen))
        {
            Assert.True(await ReadAsync(), "The stream ended before the run was as wanted.");
        }

        return Runs[run];
    }

    /// <summary>Reads events until the stream ends.</summary>
    public async Task ReadToEndAsync()
    {
        while (await ReadAsync())
        {
        }
    }

    /// <summary>Presses a button of the page.</summary>
    public async Task<(int Status, string Answer)> PostAsync(string action, int run = 1)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, $"runs/{run}/{action}");
        request.Headers.Add("Origin", _http.BaseAddress!.GetLeftPart(UriPartial.Authority));
        request.Headers.Add("X-Dashboard-Token", Token);
        using HttpResponseMessage response = await _http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Hangs up.</summary>
    public void Dispose()
    {
        _end.Cancel();
        _http.Dispose();
        _end.Dispose();
    }

    private async Task<bool> ReadAsync()
    {
        if (!await _events!.MoveNextAsync())
        {
            return false;
        }

        if (_events.Current.EventType == "end")
        {
            HasEnded = true;
            return true;
        }

        Assert.Equal("run", _events.Current.EventType);
        JsonElement message = JsonDocument.Parse(_events.Current.Data).RootElement;
        int number = message.GetProperty("run").GetInt32();
        if (!Runs.TryGetValue(number, out SeenRun? run))
        {
            Runs.Add(number, run = new SeenRun());
        }

        run.Apply(message);
        return true;
    }

    [GeneratedRegex("<meta name=\"token\" content=\"([0-9a-f]{64})\">")]
    private static partial Regex TokenPattern();
}
