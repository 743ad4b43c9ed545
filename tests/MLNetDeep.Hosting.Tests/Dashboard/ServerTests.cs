using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using MLNetDeep.Neural;

namespace MLNetDeep.Hosting.Tests.Dashboard;

public class ServerTests
{
    private static readonly TrainingDashboardOptions s_options = new() { UpdateInterval = TimeSpan.FromMilliseconds(10) };

    [Fact]
    public async Task The_page_is_served_on_the_loopback_address_only()
    {
        // The settings of a service that uses ASP.NET Core itself.
        Environment.SetEnvironmentVariable("ASPNETCORE_URLS", "http://0.0.0.0:0");
        await using TrainingDashboard dashboard = await TrainingDashboard.StartAsync();
        Environment.SetEnvironmentVariable("ASPNETCORE_URLS", null);
        Assert.Equal("127.0.0.1", dashboard.Address.Host);
        IPEndPoint[] listeners = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners();
        Assert.Equal(IPAddress.Loopback, Assert.Single(listeners, listener => listener.Port == dashboard.Address.Port).Address);
    }

    [Fact]
    public async Task The_page_and_its_files_need_nothing_else()
    {
        await using TrainingDashboard dashboard = await TrainingDashboard.StartAsync(new() { Title = "Digits <1> & \"2\"" });
        using HttpClient http = new() { BaseAddress = dashboard.Address };
        using HttpResponseMessage page = await http.GetAsync("");
        string html = await page.Content.ReadAsStringAsync();
        Assert.Contains("<h1>Digits &lt;1&gt; &amp; &quot;2&quot;</h1>", html);
        Assert.Contains("This page needs JavaScript", html);
        Assert.DoesNotContain("{{", html);
        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
                + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            page.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
        foreach ((string file, string type) in ((string, string)[])[
            ("dashboard.js", "text/javascript"), ("chart.js", "text/javascript"), ("format.js", "text/javascript"),
            ("dashboard.css", "text/css"), ("icon.svg", "image/svg+xml")])
        {
            using HttpResponseMessage response = await http.GetAsync(file);
            Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
            html += await response.Content.ReadAsStringAsync();
        }

        // The only address with a host is the name of SVG's elements.
        Assert.DoesNotContain("://", html.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GET", "", "evil.example", null, true, 400)]
    [InlineData("GET", "events", "evil.example:{port}", null, true, 400)]
    [InlineData("GET", "", "127.0.0.1", null, true, 400)]
    [InlineData("GET", "", "127.0.0.1:1", null, true, 400)]
    [InlineData("GET", "", "localhost:{port}", null, true, 200)]
    [InlineData("POST", "runs/1/stop", "127.0.0.1:{port}", "http://127.0.0.1:{port}", false, 403)]
    [InlineData("POST", "runs/1/save", "127.0.0.1:{port}", "http://127.0.0.1:{port}", false, 403)]
    [InlineData("POST", "runs/1/stop", "127.0.0.1:{port}", null, true, 403)]
    [InlineData("POST", "runs/1/stop", "127.0.0.1:{port}", "null", true, 403)]
    [InlineData("POST", "runs/1/stop", "127.0.0.1:{port}", "http://evil.example", true, 403)]
    [InlineData("POST", "runs/1/stop", "127.0.0.1:{port}", "http://localhost:{port}", true, 403)]
    [InlineData("POST", "runs/1/stop", "evil.example:{port}", "http://evil.example:{port}", true, 400)]
    [InlineData("GET", "runs/1/stop", "127.0.0.1:{port}", null, true, 405)]
    [InlineData("DELETE", "", "127.0.0.1:{port}", null, false, 403)]
    [InlineData("POST", "runs/x/stop", "127.0.0.1:{port}", "http://127.0.0.1:{port}", true, 404)]
    [InlineData("POST", "runs/1/stop", "localhost:{port}", "http://localhost:{port}", true, 202)]
    public async Task Requests_of_other_pages_are_refused(
        string method, string path, string host, string? origin, bool hasToken, int status)
    {
        await using TrainingDashboard dashboard = await TrainingDashboard.StartAsync(s_options);
        using DashboardClient client = await DashboardClient.OpenAsync(dashboard);
        Gate gate = new(epoch: 1, batch: 2);
        Task<TrainingHistory> training = Trainings.FitAsync(
            Trainings.CreateNetwork(), Trainings.Options with { Callbacks = [dashboard.Callback, gate] });
        await gate.Reached;

        string port = $"{dashboard.Address.Port}";
        using HttpClient http = new() { BaseAddress = dashboard.Address };
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        request.Headers.Host = host.Replace("{port}", port, StringComparison.Ordinal);
        request.Headers.TryAddWithoutValidation("X-Dashboard-Token", hasToken ? client.Token : new string('0', 64));
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin.Replace("{port}", port, StringComparison.Ordinal));
        }

        using HttpResponseMessage response = await http.SendAsync(request);
        Assert.Equal(status, (int)response.StatusCode);
        gate.Open();
        Assert.Equal(status == 202, (await training).Epochs[^1].IsPartial);
    }

    [Fact]
    public async Task Each_dashboard_has_its_own_token()
    {
        await using TrainingDashboard first = await TrainingDashboard.StartAsync();
        await using TrainingDashboard second = await TrainingDashboard.StartAsync();
        using DashboardClient firstClient = await DashboardClient.OpenAsync(first);
        using DashboardClient secondClient = await DashboardClient.OpenAsync(second);
        Assert.NotEqual(firstClient.Token, secondClient.Token);
    }

    [Fact]
    public async Task One_page_hangs_up_and_one_never_reads_but_the_others_see_all()
    {
        await using TrainingDashboard dashboard = await TrainingDashboard.StartAsync(s_options);
        using DashboardClient first = await DashboardClient.OpenAsync(dashboard);
        using DashboardClient second = await DashboardClient.OpenAsync(dashboard);
        using TcpClient silent = await RequestEventsAsync(dashboard);
        DashboardClient leaving = await DashboardClient.OpenAsync(dashboard);
        Gate gate = new(epoch: 3, batch: 1);
        Task<TrainingHistory> training = Trainings.FitAsync(
            Trainings.CreateNetwork(), Trainings.Options with { Epochs = 3000, Callbacks = [dashboard.Callback, gate] });
        await gate.Reached;
        await leaving.WaitForAsync(_ => true);
        leaving.Dispose();
        gate.Open();
        TrainingHistory history = await training.WaitAsync(DashboardClient.Timeout);
        foreach (DashboardClient client in (DashboardClient[])[first, second])
        {
            SeenRun run = await client.WaitForAsync(seen => seen.State == "ended");

            // Every second epoch is left: 3,000 are more than 2,048.
            Assert.Equal(Enumerable.Range(1, 1500).Select(i => 2 * i), run.Epochs.Select(epoch => epoch.GetProperty("epoch").GetInt32()));
            Assert.Equal(history.Epochs[1999].Training.Loss, run.Value(999, TrainingMetric.Loss));
            Assert.InRange(run.Points.Count, 512, 1024);
            Assert.Equal(3000, run["lastEpoch"].GetProperty("epoch").GetInt32());
        }
    }

    [Fact]
    public async Task Pages_that_hang_up_make_room_for_others()
    {
        await using TrainingDashboard dashboard = await TrainingDashboard.StartAsync(new() { UpdateInterval = TimeSpan.FromMinutes(1) });

        // As many as are served at a time. One more is refused.
        List<TcpClient> silent = [];
        byte[] buffer = new byte[1];
        for (int i = 0; i < DashboardServer.MaxConnections; i++)
        {
            silent.Add(await RequestEventsAsync(dashboard));
            Assert.Equal(1, await silent[i].GetStream().ReadAsync(buffer));
        }

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => DashboardClient.OpenAsync(dashboard));
        silent.ForEach(client => client.Dispose());
        using CancellationTokenSource timeout = new(DashboardClient.Timeout);
        bool isServed = false;
        while (!isServed)
        {
            timeout.Token.ThrowIfCancellationRequested();
            try
            {
                using DashboardClient client = await DashboardClient.OpenAsync(dashboard);
                isServed = true;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(5, timeout.Token);
            }
        }
    }

    [Fact]
    public async Task A_disposed_dashboard_sends_its_last_state_and_is_gone()
    {
        TrainingDashboard dashboard = TrainingDashboard.Start(new() { UpdateInterval = TimeSpan.FromMinutes(1) });
        using DashboardClient client = await DashboardClient.OpenAsync(dashboard);
        using TcpClient silent = await RequestEventsAsync(dashboard);
        using TcpClient idle = new();
        await idle.ConnectAsync(IPAddress.Loopback, dashboard.Address.Port);
        Trainings.CreateNetwork().Fit(Trainings.Noise, Trainings.Options with { Callbacks = [dashboard.Callback] });
        Assert.Empty(client.Runs);

        // The next update would be due in a minute.
        Task disposal = Task.Run(dashboard.Dispose);
        await client.ReadToEndAsync();
        await disposal.WaitAsync(DashboardClient.Timeout);
        Assert.True(client.HasEnded);
        Assert.Equal(("ended", Trainings.Epochs), (client.Runs[1].State, client.Runs[1].Epochs.Count));
        using TcpClient late = new();
        await Assert.ThrowsAsync<SocketException>(() => late.ConnectAsync(IPAddress.Loopback, dashboard.Address.Port));

        // Disposed twice, and used by a training afterwards.
        await dashboard.DisposeAsync();
        FitOptions options = Trainings.Options with { Callbacks = [dashboard.Callback] };
        Assert.Equal(Trainings.Epochs, Trainings.CreateNetwork().Fit(Trainings.Noise, options).Epochs.Length);
    }

    [Fact]
    public async Task A_port_in_use_is_refused_by_name()
    {
        await using TrainingDashboard dashboard = await TrainingDashboard.StartAsync();
        int port = dashboard.Address.Port;
        IOException exception = await Assert.ThrowsAsync<IOException>(() => TrainingDashboard.StartAsync(new() { Port = port }));
        Assert.Equal($"Port is {port}, which is in use; accepted: a free port, or 0 for any free port.", exception.Message);
        await dashboard.DisposeAsync();
        await using TrainingDashboard next = await TrainingDashboard.StartAsync(new() { Port = port });
        Assert.Equal(port, next.Address.Port);
    }

    [Theory]
    [InlineData(SocketError.AddressAlreadyInUse, "Port is 80, which is in use; accepted: a free port, or 0 for any free port.")]
    [InlineData(
        SocketError.AccessDenied,
        "Port is 80, which is not permitted; accepted: a free port that this program may use, or 0 for any free port.")]
    [InlineData(SocketError.AddressNotAvailable, "Port is 80, which cannot be used: *")]
    public void An_error_of_the_socket_names_the_port(SocketError error, string message)
    {
        SocketException cause = new((int)error);
        IOException exception = Assert.IsType<IOException>(DashboardServer.Translate(cause, port: 80));
        Assert.Equal(message.Replace("*", cause.Message, StringComparison.Ordinal), exception.Message);
        Assert.Same(cause, exception.InnerException);
        Assert.Null(DashboardServer.Translate(new OperationCanceledException(), port: 80));
    }

    [Fact]
    public async Task Port_1_is_used_or_refused_by_name_as_the_system_permits()
    {
        if (TryListen(port: 1) == SocketError.AccessDenied)
        {
            IOException exception = await Assert.ThrowsAsync<IOException>(() => TrainingDashboard.StartAsync(new() { Port = 1 }));
            Assert.Equal(
                "Port is 1, which is not permitted; accepted: a free port that this program may use, or 0 for any free port.",
                exception.Message);
        }
        else
        {
            await using TrainingDashboard dashboard = await TrainingDashboard.StartAsync(new() { Port = 1 });
            Assert.Equal(1, dashboard.Address.Port);
        }
    }

    [Fact]
    public async Task The_page_says_what_Save_and_the_end_of_a_run_write()
    {
        await using TrainingDashboard dashboard = await TrainingDashboard.StartAsync();
        using HttpClient http = new() { BaseAddress = dashboard.Address };
        Assert.Contains(
            "\"Save writes the current weights to a file. When the run ends, the run's best weights replace them in that file.\"",
            await http.GetStringAsync("dashboard.js"),
            StringComparison.Ordinal);
    }

    private static SocketError TryListen(int port)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return SocketError.Success;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode;
        }
    }

    // Asks for the events and never reads them.
    private static async Task<TcpClient> RequestEventsAsync(TrainingDashboard dashboard)
    {
        TcpClient client = new() { ReceiveBufferSize = 1024 };
        await client.ConnectAsync(IPAddress.Loopback, dashboard.Address.Port);
        string request = $"GET /events HTTP/1.1\r\nHost: {dashboard.Address.Authority}\r\n\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        return client;
    }
}
