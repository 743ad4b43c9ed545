using System.Net.Http.Headers;
using System.Text;
using DigitsWeb.Tests.Support;

[assembly: AssemblyFixture(typeof(ServerFixture))]

namespace DigitsWeb.Tests.Support;

/// <summary>A server with a model that it trained briefly, shared by the tests.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("digits-web-").FullName;

    internal RunningServer Server { get; private set; } = null!;

    /// <summary>The model's file, for other servers.</summary>
    internal string ModelFile => Path.Combine(_folder, "model.zip");

    /// <summary>A request that the server accepts.</summary>
    internal static string ValidBody { get; } = $$"""{"pixels":[{{string.Join(',', Enumerable.Range(0, 784).Select(i => i % 256))}}]}""";

    /// <summary>Converts a body to the content of a request, as JSON unless another type is given.</summary>
    internal static ByteArrayContent Json(string body, string type = "application/json") => Json(Encoding.UTF8.GetBytes(body), type);

    internal static ByteArrayContent Json(byte[] body, string type = "application/json") =>
        new(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Server = await RunningServer.StartAsync(ModelFile, ("Rows", "1000"), ("Epochs", "1"));
        Assert.Contains("\"ready\"", (await Server.ReadTrainingAsync())[^1], StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
