using System.Net;
using System.Text;
using System.Text.Json;
using DigitsWeb.Tests.Support;
using MLNetDeep.Faults.Support;

namespace DigitsWeb.Tests.Limits;

/// <summary>Sends random bodies. Whether the server must accept one is decided here by other means.</summary>
public class RandomBodiesTests(ServerFixture fixture)
{
    // With ./test-long, 10,000.
    private static readonly int s_count = Effort.Factor == 1 ? 300 : 2500 * Effort.Factor;

    private static readonly string[] s_tokens =
    [
        "{", "}", "[", "]", ",", ":", "\"", "null", "true", "NaN", "-", "1e9", "0.5", "256", "-1", "99999999999", "\\u0000", "\"pixels\"",
        "\"activations\"", "/*", "\uFEFF", "\u0000", " ", "00", "[[[[", "{\"pixels\":",
    ];

    [Fact]
    public async Task Random_bodies_are_answered_by_what_they_are()
    {
        Random random = new(1);
        byte[][] bodies = [.. Enumerable.Range(0, s_count).Select(_ => Draw(random))];
        int[] statuses = new int[s_count];
        await Parallel.ForAsync(0, s_count, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, _) => statuses[i] = await SendAsync(bodies[i]));
        int accepted = statuses.Count(status => status == 200);
        Assert.InRange(accepted, s_count / 100, s_count / 3);
        Figures.Add(
            "random bodies",
            "POST /predict",
            $"{s_count:N0} bodies: {statuses.Count(status => status == 400):N0} with 400, "
            + $"{statuses.Count(status => status == 413):N0} with 413, {accepted:N0} valid");
    }

    private async Task<int> SendAsync(byte[] body)
    {
        using HttpResponseMessage response = await fixture.Server.Client.PostAsync("predict", ServerFixture.Json(body));
        HttpStatusCode expected = body.Length > 65_536 ? HttpStatusCode.RequestEntityTooLarge
            : IsValid(body) ? HttpStatusCode.OK
            : HttpStatusCode.BadRequest;
        if (expected == HttpStatusCode.OK)
        {
            Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {Encoding.UTF8.GetString(body)}");
        }
        else
        {
            await Problem.ReadAsync(response, expected);
        }

        return (int)response.StatusCode;
    }

    private static byte[] Draw(Random random)
    {
        byte[] bytes = new byte[random.Next(2000)];
        random.NextBytes(bytes);
        return random.Next(6) switch
        {
            0 => bytes,
            1 => Encoding.UTF8.GetBytes(string.Concat(random.GetItems(s_tokens, random.Next(60)))),
            2 => Encoding.UTF8.GetBytes(new string('[', random.Next(1, 200)) + new string(']', random.Next(200))),
            3 => Encoding.UTF8.GetBytes(
                $"{{\"pixels\":[{string.Join(',', Enumerable.Range(0, random.Next(783, 786)).Select(_ => random.Next(-1, 257)))}]}}"),
            4 when random.Next(10) == 0 => Encoding.UTF8.GetBytes(ServerFixture.ValidBody + new string(' ', random.Next(60_000, 80_000))),
            _ => Mutate(random),
        };
    }

    // Changes a valid body at one to three places.
    private static byte[] Mutate(Random random)
    {
        string body = ServerFixture.ValidBody;
        for (int change = random.Next(1, 4); change > 0; change--)
        {
            int at = random.Next(body.Length);
            body = random.Next(4) switch
            {
                0 => body[..at],
                1 => body.Remove(at, 1),
                2 => body[..at] + s_tokens[random.Next(s_tokens.Length)] + body[at..],
                _ => body[..at] + random.Next(10) + body[(at + 1)..],
            };
            if (body.Length == 0)
            {
                break;
            }
        }

        return Encoding.UTF8.GetBytes(body);
    }

    private static bool IsValid(byte[] body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            JsonElement? pixels = null;
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (property.Name.Equals("pixels", StringComparison.OrdinalIgnoreCase))
                {
                    pixels = property.Value;
                }
                else if (property.Name.Equals("activations", StringComparison.OrdinalIgnoreCase)
                    && property.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                {
                    return false;
                }
            }

            return pixels is { ValueKind: JsonValueKind.Array } array && array.GetArrayLength() == 784
                && array.EnumerateArray().All(
                    pixel => pixel.ValueKind == JsonValueKind.Number && pixel.TryGetInt32(out int value) && value is >= 0 and <= 255);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
