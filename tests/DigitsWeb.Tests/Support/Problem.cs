using System.Net;
using System.Text.Json;

namespace DigitsWeb.Tests.Support;

/// <summary>Reads problem documents.</summary>
internal static class Problem
{
    /// <summary>Checks that a response is a problem document with a status, and returns it.</summary>
    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        string body = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{response.StatusCode} instead of {status}: {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        JsonElement problem = JsonElement.Parse(body);
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        return problem;
    }

    /// <summary>Checks that a response refuses one field, and returns the reason.</summary>
    public static async Task<string> ReadFieldErrorAsync(HttpResponseMessage response, string field)
    {
        JsonElement problem = await ReadAsync(response, HttpStatusCode.BadRequest);
        JsonProperty error = Assert.Single(problem.GetProperty("errors").EnumerateObject());
        Assert.Equal(field, error.Name);
        return Assert.Single(error.Value.EnumerateArray()).GetString()!;
    }
}
