using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using DigitsWeb.Tests.Support;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MLNetDeep.Samples.DigitsWeb;

namespace DigitsWeb.Tests.Limits;

public class LimitTests(ServerFixture fixture)
{
    private const int ConnectionCount = 1000;

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_ten_megabytes_is_refused(bool hasLength)
    {
        // The server answers before the body has arrived, and closes the connection: a client that waits for the answer sees it.
        using Socket socket = await fixture.Server.ConnectAsync();
        string length = hasLength ? "Content-Length: 10000000" : "Transfer-Encoding: chunked";
        await socket.SendAsync(Encoding.ASCII.GetBytes($"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{length}\r\n\r\n"));
        Task sending = SendTenMegabytesAsync(socket, isChunked: !hasLength);
        string answer = await ReadAllAsync(socket);
        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/problem+json", answer, StringComparison.Ordinal);
        Assert.Contains("\"detail\":\"Accepted: a body of at most 65536 bytes.\"", answer, StringComparison.Ordinal);
        await sending;
    }

    [Fact]
    public async Task A_client_that_asks_too_often_is_told_to_wait()
    {
        await using RunningServer server =
            await RunningServer.StartAsync(fixture.ModelFile, ("RequestsPerSecond", "1"), ("Burst", "2"));
        await server.ReadTrainingAsync();

        // On a slow machine, a second may pass before the third request, which is then accepted too.
        int accepted = 0;
        HttpResponseMessage response = await PredictAsync(server);
        while (response.StatusCode == HttpStatusCode.OK && accepted < 100)
        {
            accepted++;
            response.Dispose();
            response = await PredictAsync(server);
        }

        Assert.InRange(accepted, 2, 99);
        using HttpResponseMessage refused = response;
        JsonElement problem = await Problem.ReadAsync(refused, HttpStatusCode.TooManyRequests);
        Assert.Equal("Accepted from one client: 1 predictions per second.", problem.GetProperty("detail").GetString());
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);

        // Only predictions are limited.
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("healthz")).StatusCode);
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "20010DB800010002")]
    [InlineData("2001:db8:1:2:ffff::", "20010DB800010002")]
    public void A_client_is_an_address_or_a_network(string address, string client) =>
        Assert.Equal(client, ClientRateLimit.ClientOf(IPAddress.Parse(address)));

    [Fact]
    public async Task Clients_that_hang_up_do_no_harm()
    {
        string request = $"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {ServerFixture.ValidBody.Length}\r\n\r\n{ServerFixture.ValidBody}";
        foreach (int length in new[] { 0, 10, 100, 1000, request.Length - 1, request.Length })
        {
            foreach (bool isReset in new[] { false, true })
            {
                using Socket socket = await fixture.Server.ConnectAsync();
                await socket.SendAsync(Encoding.ASCII.GetBytes(request[..length]));
                socket.LingerState = new LingerOption(enable: isReset, seconds: 0);
                socket.Close();
            }
        }

        await AssertServedAsync(fixture.Server);
    }

    [Fact]
    public async Task Slow_senders_are_ended_and_others_are_served_meanwhile()
    {
        await using RunningServer server = await RunningServer.StartAsync(
            fixture.ModelFile, ("GraceSeconds", "1.1"), ("HeaderSeconds", "1"), ("MinBytesPerSecond", "1000"));
        await server.ReadTrainingAsync();
        Task<string>[] slow =
        [
            .. Enumerable.Range(0, 20).Select(_ => SendPartAsync(
                server, "POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")),
            .. Enumerable.Range(0, 20).Select(_ => SendPartAsync(server, "POST /predict HTTP/1.1\r\nHost: ")),
        ];
        await AssertServedAsync(server);
        string[] answers = await Task.WhenAll(slow);
        Assert.All(answers, answer => Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal));
        Assert.All(answers[..20], answer => Assert.Contains("application/problem+json", answer, StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_a_thousand_idle_connections_others_are_served()
    {
        List<Socket> idle = [];
        try
        {
            for (int i = 0; i < ConnectionCount; i++)
            {
                idle.Add(await fixture.Server.ConnectAsync());
            }

            await AssertServedAsync(fixture.Server);

            // They still are connections: one of them is used.
            await idle[^1].SendAsync("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"u8.ToArray());
            Assert.StartsWith("HTTP/1.1 200 ", await ReadAllAsync(idle[^1]), StringComparison.Ordinal);
        }
        finally
        {
            idle.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task Connections_beyond_the_limit_are_closed_and_the_others_are_served()
    {
        KestrelServerOptions kestrel = fixture.Server.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value;
        Assert.Equal(2000, kestrel.Limits.MaxConcurrentConnections);

        await using RunningServer server = await RunningServer.StartAsync(fixture.ModelFile, ("MaxConnections", "2"));
        using Socket first = await server.ConnectAsync();
        using Socket second = await server.ConnectAsync();
        await AssertAnswersAsync(first);
        await AssertAnswersAsync(second);
        using Socket third = await server.ConnectAsync();
        Assert.Equal("", await ReadAllAsync(third).WaitAsync(s_timeout));
        await AssertAnswersAsync(first);
        await AssertAnswersAsync(second);
    }

    // Asks for a path that does not exist: its answer is short and arrives at once. The connection stays open.
    private static async Task AssertAnswersAsync(Socket socket)
    {
        await socket.SendAsync("HEAD /nothing HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
        StringBuilder answer = new();
        byte[] buffer = new byte[4096];
        while (!answer.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            int count = await socket.ReceiveAsync(buffer).WaitAsync(s_timeout);
            Assert.NotEqual(0, count);
            answer.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        Assert.StartsWith("HTTP/1.1 404 ", answer.ToString(), StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> PredictAsync(RunningServer server) =>
        server.Client.PostAsync("predict", ServerFixture.Json(ServerFixture.ValidBody));

    private static async Task AssertServedAsync(RunningServer server)
    {
        HttpResponseMessage[] responses = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => server.Client.PostAsync("predict", ServerFixture.Json(ServerFixture.ValidBody))));
        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
    }

    private static async Task<string> SendPartAsync(RunningServer server, string part)
    {
        using Socket socket = await server.ConnectAsync();
        await socket.SendAsync(Encoding.ASCII.GetBytes(part));
        return await ReadAllAsync(socket);
    }

    // Ends when the server closes the connection.
    private static async Task SendTenMegabytesAsync(Socket socket, bool isChunked)
    {
        byte[] part = Encoding.ASCII.GetBytes((isChunked ? "2710\r\n" : "") + new string(' ', 10_000) + (isChunked ? "\r\n" : ""));
        try
        {
            for (int i = 0; i < 1000; i++)
            {
                await socket.SendAsync(part);
            }
        }
        catch (SocketException)
        {
        }
        catch (ObjectDisposedException)
        {
        }
    }

    private static async Task<string> ReadAllAsync(Socket socket)
    {
        StringBuilder text = new();
        byte[] buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer) is var count and > 0)
            {
                text.Append(Encoding.UTF8.GetString(buffer, 0, count));
            }
        }
        catch (SocketException)
        {
            // The server has reset the connection, after its answer.
        }

        return text.ToString();
    }
}
