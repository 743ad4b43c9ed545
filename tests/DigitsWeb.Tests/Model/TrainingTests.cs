using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using DigitsWeb.Tests.Support;

namespace DigitsWeb.Tests.Model;

public sealed class TrainingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("digits-web-").FullName;

    private string ModelFile => Path.Combine(_folder, "model.zip");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task While_the_network_is_trained_clients_are_told_to_come_back_and_nothing_is_saved_if_the_server_stops()
    {
        RunningServer server = await RunningServer.StartAsync(ModelFile, ("Epochs", "1000"));
        using StreamReader events = new(await server.Client.GetStreamAsync("training"));
        await using (server)
        {
            JsonElement update;
            do
            {
                Assert.Equal("event: model", await events.ReadLineAsync());
                update = JsonElement.Parse((await events.ReadLineAsync())!["data: ".Length..]);
                Assert.Equal("", await events.ReadLineAsync());
            }
            while (update.GetProperty("state").GetString() == "loading");
            Assert.Equal("training", update.GetProperty("state").GetString());
            Assert.Equal((1, 1000), (update.GetProperty("epoch").GetInt32(), update.GetProperty("epochs").GetInt32()));
            Assert.InRange(update.GetProperty("progress").GetDouble(), double.Epsilon, 0.001);
            Assert.InRange(update.GetProperty("secondsLeft").GetDouble(), 1, double.MaxValue);
            Assert.InRange(update.GetProperty("loss").GetDouble(), 0, 10);

            using HttpResponseMessage prediction = await server.Client.PostAsync("predict", ServerFixture.Json(ServerFixture.ValidBody));
            JsonElement problem = await Problem.ReadAsync(prediction, HttpStatusCode.ServiceUnavailable);
            Assert.Equal("The network is being trained: 0% is done.", problem.GetProperty("detail").GetString());
            Assert.InRange(prediction.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, double.MaxValue);

            using HttpResponseMessage health = await server.Client.GetAsync("healthz");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
            Assert.Equal("""{"status":"Unhealthy","model":"The network is being trained: 0% is done."}""", await health.Content.ReadAsStringAsync());
        }

        // The stream has an end, and no error.
        await events.ReadToEndAsync();
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task After_the_training_the_model_is_there_and_a_second_server_loads_it()
    {
        byte[] model;
        await using (RunningServer server = await RunningServer.StartAsync(ModelFile, ("Rows", "640"), ("Epochs", "2")))
        {
            JsonElement[] updates = [.. (await server.ReadTrainingAsync()).Select(update => JsonElement.Parse(update))];
            double[] progress = [.. updates.Select(update => update.GetProperty("progress").GetDouble())];
            Assert.Equal(progress.Order(), progress);
            Assert.Equal(("ready", 1), (updates[^1].GetProperty("state").GetString(), progress[^1]));
            model = File.ReadAllBytes(ModelFile);
            string version = Convert.ToHexStringLower(SHA256.HashData(model))[..12];
            Assert.Equal(
                $$"""{"status":"Healthy","model":"Model default #1 ({{version}}) predicts."}""", await server.Client.GetStringAsync("healthz"));
            using HttpResponseMessage prediction = await server.Client.PostAsync("predict", ServerFixture.Json(ServerFixture.ValidBody));
            Assert.Equal(version, Assert.Single(prediction.Headers.GetValues("Model-Version")));
        }

        await using RunningServer second = await RunningServer.StartAsync(ModelFile, ("Data", "/nowhere"));
        Assert.EndsWith("ready\",\"epoch\":0,\"epochs\":0,\"progress\":1}", (await second.ReadTrainingAsync())[^1], StringComparison.Ordinal);
        using HttpResponseMessage response = await second.Client.PostAsync("predict", ServerFixture.Json(ServerFixture.ValidBody));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(model, File.ReadAllBytes(ModelFile));
    }

    [Fact]
    public async Task Without_data_the_page_says_why_there_is_no_model()
    {
        await using RunningServer server = await RunningServer.StartAsync(ModelFile, ("Data", Path.Combine(_folder, "nowhere")));
        await AssertFailedAsync(server, $"There is no folder '{Path.Combine(_folder, "nowhere")}'. Name the folder with the MNIST files by --data DIR.");
    }

    [Fact]
    public async Task A_file_that_is_no_model_is_refused_and_kept()
    {
        await File.WriteAllTextAsync(ModelFile, "This is no zip.");
        await using RunningServer server = await RunningServer.StartAsync(ModelFile);
        await AssertFailedAsync(
            server, $"'{ModelFile}' is not a model of this program. Delete it to train a new one, or name another file by --model.");
        Assert.Equal("This is no zip.", await File.ReadAllTextAsync(ModelFile));
    }

    private static async Task AssertFailedAsync(RunningServer server, string message)
    {
        JsonElement update = JsonElement.Parse((await server.ReadTrainingAsync())[^1]);
        Assert.Equal(("failed", message), (update.GetProperty("state").GetString(), update.GetProperty("message").GetString()));
        using HttpResponseMessage response = await server.Client.PostAsync("predict", ServerFixture.Json(ServerFixture.ValidBody));
        JsonElement problem = await Problem.ReadAsync(response, HttpStatusCode.ServiceUnavailable);
        Assert.Equal($"There is no model. {message}", problem.GetProperty("detail").GetString());
        Assert.Null(response.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await server.Client.GetAsync("healthz")).StatusCode);
    }
}
