using System.Net;
using System.Text.Json;
using DigitsWeb.Tests.Support;

namespace DigitsWeb.Tests.Api;

public class ErrorTests(ServerFixture fixture)
{
    private const string Array = "an array of 784 whole numbers from 0 to 255";
    private const string Number = "a whole number from 0 to 255";
    private const string Object = """a JSON object such as {"pixels": [0, 0, ...], "activations": true}""";

    [Theory]
    [InlineData("", "body", $"Line 1, byte 1 is not what is accepted: {Object}.")]
    [InlineData("null", "pixels", $"It is missing; accepted: {Array}.")]
    [InlineData("{}", "pixels", $"It is missing; accepted: {Array}.")]
    [InlineData("[1]", "body", $"Line 1, byte 2 is not what is accepted: {Object}.")]
    [InlineData("{\"pixels\":[1,2,3]}", "pixels", $"There are 3 numbers; accepted: {Array}.")]
    [InlineData("{\"pixels\":[]}", "pixels", $"There are 0 numbers; accepted: {Array}.")]
    [InlineData("{\"pixels\":null}", "pixels", $"It is missing; accepted: {Array}.")]
    [InlineData("{\"pixels\":\"AAAA\"}", "pixels", $"Line 1, byte 17 is not what is accepted: {Array}.")]
    [InlineData("{\"pixels\":[0,NaN]}", "pixels[1]", $"Line 1, byte 14 is not what is accepted: {Number}.")]
    [InlineData("{\"pixels\":[0,\"NaN\"]}", "pixels[1]", $"Line 1, byte 19 is not what is accepted: {Number}.")]
    [InlineData("{\"pixels\":[0,\n0.5]}", "pixels[1]", $"Line 2, byte 4 is not what is accepted: {Number}.")]
    [InlineData("{\"pixels\":[1e999]}", "pixels[0]", $"Line 1, byte 17 is not what is accepted: {Number}.")]
    [InlineData("{\"pixels\":[Infinity]}", "pixels[0]", $"Line 1, byte 12 is not what is accepted: {Number}.")]
    [InlineData("{\"pixels\":[[0]]}", "pixels[0]", $"Line 1, byte 13 is not what is accepted: {Number}.")]
    [InlineData("{\"activations\":1}", "activations", "Line 1, byte 17 is not what is accepted: true or false.")]
    [InlineData("{\"pixels\":[1,2", "pixels[1]", $"Line 1, byte 15 is not what is accepted: {Number}.")]
    public async Task A_wrong_body_is_refused_by_the_field(string body, string field, string reason)
    {
        using HttpResponseMessage response = await fixture.Server.Client.PostAsync("predict", ServerFixture.Json(body));
        Assert.Equal(reason, await Problem.ReadFieldErrorAsync(response, field));
    }

    [Theory]
    [InlineData(0, "256")]
    [InlineData(783, "-1")]
    public async Task A_number_out_of_range_is_refused_by_its_place(int place, string value)
    {
        string[] pixels = [.. Enumerable.Repeat("7", 784)];
        pixels[place] = value;
        using HttpResponseMessage response =
            await fixture.Server.Client.PostAsync("predict", ServerFixture.Json($$"""{"pixels":[{{string.Join(',', pixels)}}]}"""));
        Assert.Equal($"It is {value}; accepted: {Number}.", await Problem.ReadFieldErrorAsync(response, $"pixels[{place}]"));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=none")]
    public async Task Another_content_type_is_refused(string type)
    {
        using HttpResponseMessage response = await fixture.Server.Client.PostAsync("predict", ServerFixture.Json(ServerFixture.ValidBody, type));
        await Problem.ReadAsync(response, HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task No_content_type_is_refused()
    {
        using HttpResponseMessage response = await fixture.Server.Client.PostAsync("predict", new ByteArrayContent("{}"u8.ToArray()));
        JsonElement problem = await Problem.ReadAsync(response, HttpStatusCode.UnsupportedMediaType);
        Assert.Equal("Accepted: application/json in UTF-8.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Another_method_is_refused_and_the_right_one_named()
    {
        using HttpResponseMessage response = await fixture.Server.Client.GetAsync("predict");
        await Problem.ReadAsync(response, HttpStatusCode.MethodNotAllowed);
        Assert.Equal(["POST"], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task An_unknown_path_is_not_found()
    {
        using HttpResponseMessage response = await fixture.Server.Client.GetAsync("predictions");
        await Problem.ReadAsync(response, HttpStatusCode.NotFound);
    }
}
