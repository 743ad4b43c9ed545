using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using DigitsWeb.Tests.Support;

namespace DigitsWeb.Tests.Api;

public class OpenApiTests(ServerFixture fixture)
{
    [Fact]
    public async Task The_document_describes_the_requests_the_answers_and_the_errors()
    {
        JsonElement document = await ReadDocumentAsync();
        JsonElement predict = document.GetProperty("paths").GetProperty("/predict").GetProperty("post");
        Dictionary<string, JsonElement> responses =
            predict.GetProperty("responses").EnumerateObject().ToDictionary(status => status.Name, status => status.Value);
        Assert.Equal(["200", "400", "408", "413", "415", "429", "503"], responses.Keys.Order());
        Assert.All(responses.Values, response => Assert.NotEmpty(response.GetProperty("description").GetString()!));
        Assert.All(responses.Where(response => response.Key != "200"), response =>
            Assert.Equal("application/problem+json", Assert.Single(response.Value.GetProperty("content").EnumerateObject()).Name));
        JsonElement schemas = document.GetProperty("components").GetProperty("schemas");
        foreach (string type in new[] { "PredictRequest", "PredictResponse", "Activations", "ModelUpdate" })
        {
            JsonElement schema = schemas.GetProperty(type);
            Assert.NotEmpty(schema.GetProperty("description").GetString()!);
            Assert.All(schema.GetProperty("properties").EnumerateObject(), property =>
                Assert.True(property.Value.GetRawText().Contains("\"description\"", StringComparison.Ordinal), $"{type}.{property.Name}"));
        }

        JsonElement pixels = schemas.GetProperty("PredictRequest").GetProperty("properties").GetProperty("pixels");
        Assert.Equal((784, 784), (pixels.GetProperty("minItems").GetInt32(), pixels.GetProperty("maxItems").GetInt32()));
        JsonElement pixel = pixels.GetProperty("items");
        Assert.Equal((0, 255), (pixel.GetProperty("minimum").GetInt32(), pixel.GetProperty("maximum").GetInt32()));
    }

    [Fact]
    public async Task The_example_of_a_request_is_answered()
    {
        JsonElement document = await ReadDocumentAsync();
        string example = document.GetProperty("paths").GetProperty("/predict").GetProperty("post").GetProperty("requestBody")
            .GetProperty("content").GetProperty("application/json").GetProperty("example").GetRawText();
        using HttpResponseMessage response = await fixture.Server.Client.PostAsync("predict", ServerFixture.Json(example));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task The_page_of_the_document_names_no_other_server()
    {
        string page = await fixture.Server.Client.GetStringAsync("scalar/");
        Assert.Contains("openapi/v1.json", page, StringComparison.Ordinal);
        Assert.DoesNotContain("//", page, StringComparison.Ordinal);
        foreach (Match script in Regex.Matches(page, "src=\"([^\"]+)\""))
        {
            Assert.Equal(HttpStatusCode.OK, (await fixture.Server.Client.GetAsync($"scalar/{script.Groups[1].Value}")).StatusCode);
        }
    }

    private async Task<JsonElement> ReadDocumentAsync() => JsonElement.Parse(await fixture.Server.Client.GetStringAsync("openapi/v1.json"));
}
