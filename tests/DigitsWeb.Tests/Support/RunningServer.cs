using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using MLNetDeep.Samples.DigitsWeb;

namespace DigitsWeb.Tests.Support;

/// <summary>A server on a free port of this computer, in this process, and a client for it.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly WebApplication _server;

    private RunningServer(WebApplication server)
    {
        _server = server;
        Client = new HttpClient { BaseAddress = new Uri(server.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _server.Services;

    /// <summary>Starts a server, which loads or trains its model in the background. There is no limit for requests unless it is set.</summary>
    /// <param name="modelFile">The model's file.</param>
    /// <param name="options">Values of <see cref="DigitsWebOptions"/> by their names; names with an underscore are other settings.</param>
    public static async Task<RunningServer> StartAsync(string modelFile, params IEnumerable<(string Name, string Value)> options)
    {
        Dictionary<string, string?> settings = new()
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Logging:LogLevel:Default"] = "None",
            ["Logging:LogLevel:Microsoft"] = "None",
            ["Logging:LogLevel:MLNetDeep"] = "None",
            ["Digits:ModelFile"] = modelFile,
            ["Digits:RequestsPerSecond"] = "0",
        };
        foreach ((string name, string value) in options)
        {
            settings[name.Contains('_', StringComparison.Ordinal) ? name : $"Digits:{name}"] = value;
        }

        WebApplication server = WebServer.Create(settings);
        await server.StartAsync();
        return new RunningServer(server);
    }

    /// <summary>Reads the progress of the training to its end: until the model is ready, or there will be none.</summary>
    public async Task<string[]> ReadTrainingAsync()
    {
        string[] lines = (await Client.GetStringAsync("training")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines.Where((_, i) => i % 2 == 0), line => Assert.Equal("event: model", line));
        return [.. lines.Where((_, i) => i % 2 == 1).Select(line => line["data: ".Length..])];
    }

    /// <summary>Opens a connection to the server.</summary>
    public async Task<Socket> ConnectAsync()
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(Client.BaseAddress!.Host, Client.BaseAddress.Port);
        return socket;
    }

    public async ValueTask DisposeAsync()
    {
        // The server first: what its clients still read has an end.
        await _server.StopAsync();
        await _server.DisposeAsync();
        Client.Dispose();
    }
}
