using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>Reads the body of POST /predict, and says which field is wrong.</summary>
internal static class PredictRequestReader
{
    private const string Pixels = "pixels";
    private const string Body = "body";

    /// <summary>Returns whether a content type is JSON in UTF-8.</summary>
    public static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out MediaTypeHeaderValue? type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="pixels">Receives the 784 pixels.</param>
    /// <param name="cancellation">Cancelled when the client hangs up.</param>
    /// <returns>The request, or the field that is wrong and what is wrong with it.</returns>
    /// <exception cref="BadHttpRequestException">The body is too large, too slow or incomplete.</exception>
    public static async ValueTask<(PredictRequest? Request, string Field, string Error)> ReadAsync(
        HttpRequest request, byte[] pixels, CancellationToken cancellation)
    {
        PredictRequest? body;
        try
        {
            body = await JsonSerializer.DeserializeAsync(request.BodyReader, ApiJsonContext.Default.PredictRequest, cancellation)
                .ConfigureAwait(false);
        }
        catch (JsonException e)
        {
            string field = e.Path is null or "$" ? Body : e.Path.TrimStart('$', '.');
            return (null, field, $"Line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} is not what is accepted: {DescribeAccepted(field)}.");
        }

        return body?.Pixels is not { } values ? (null, Pixels, $"It is missing; accepted: {DescribeAccepted(Pixels)}.")
            : values.Length != pixels.Length ? (null, Pixels, $"There are {values.Length} numbers; accepted: {DescribeAccepted(Pixels)}.")
            : CopyPixels(values, pixels) is var wrong and >= 0
                ? (null, $"{Pixels}[{wrong}]", $"It is {values[wrong]}; accepted: {DescribeAccepted($"{Pixels}[{wrong}]")}.")
            : (body, "", "");
    }

    // Returns the index of the first number that is no pixel, or -1.
    private static int CopyPixels(int[] values, byte[] pixels)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] is < byte.MinValue or > byte.MaxValue)
            {
                return i;
            }

            pixels[i] = (byte)values[i];
        }

        return -1;
    }

    private static string DescribeAccepted(string field) => field switch
    {
        Pixels => $"an array of {DigitImage.PixelCount} whole numbers from 0 to 255",
        "activations" => "true or false",
        _ when field.StartsWith(Pixels, StringComparison.Ordinal) => "a whole number from 0 to 255",
        _ => "a JSON object such as {\"pixels\": [0, 0, ...], \"activations\": true}",
    };
}
