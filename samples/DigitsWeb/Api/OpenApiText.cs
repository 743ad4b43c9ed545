using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>What the OpenAPI document says beyond types: title, descriptions of errors, examples.</summary>
internal static class OpenApiText
{
    private const string Json = "application/json";
    private const string Events = "text/event-stream";

    // What ASP.NET takes the events for.
    private const string EventSchema = "SseItemOfModelUpdate";

    private static readonly Dictionary<string, string> s_responses = new()
    {
        ["200"] = "The prediction.",
        ["400"] = "The body is not JSON, or a field has a wrong length or value; errors names the field.",
        ["408"] = "The body arrives too slowly.",
        ["413"] = "The body is too large.",
        ["415"] = "The content type is not application/json in UTF-8.",
        ["429"] = "The client asks for too many predictions; Retry-After says for how many seconds to wait.",
        ["503"] = "The network is being trained or loaded; Retry-After estimates the seconds that are left. Without it, there will be no model.",
    };

    public static void Set(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Digits",
                Version = "1",
                Description = "Recognises handwritten digits with a convolutional network that MLNetDeep trained. "
                    + "All errors are problem documents (RFC 9457).",
            };
            document.Components?.Schemas?.Remove(EventSchema);
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(PredictRequest)
                && schema.Properties?["pixels"] is OpenApiSchema { Items: OpenApiSchema pixel } pixels)
            {
                pixels.Type = JsonSchemaType.Array;
                (pixel.Minimum, pixel.Maximum) = ("0", "255");
            }

            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (operation.OperationId == PredictEndpoint.Name)
            {
                foreach ((string status, IOpenApiResponse response) in operation.Responses ?? [])
                {
                    response.Description = s_responses.GetValueOrDefault(status, response.Description ?? "");
                }

                AddExamples(operation);
            }
            else if (operation.Responses?["200"] is { Content: { } events } response)
            {
                response.Description = "A stream of events; the data of each is described here.";
                events[Events].Schema = new OpenApiSchemaReference(nameof(ModelUpdate), context.Document);
                events[Events].Example = """
                    event: model
                    data: {"state":"training","epoch":2,"epochs":6,"progress":0.25,"loss":0.12,"accuracy":0.963,"secondsLeft":11.5}


                    """;
            }

            return Task.CompletedTask;
        });
    }

    private static void AddExamples(OpenApiOperation operation)
    {
        if (operation.RequestBody?.Content?[Json] is { } request)
        {
            request.Example = new JsonObject { ["pixels"] = DrawOne(), ["activations"] = false };
        }

        if (operation.Responses?["200"].Content?[Json] is { } response)
        {
            response.Example = JsonNode.Parse("""{"digit":1,"probabilities":[0.001,0.98,0.002,0.002,0.002,0.002,0.002,0.003,0.004,0.002]}""");
        }
    }

    // A vertical line, 3 pixels wide and 20 high, in the middle.
    private static JsonArray DrawOne()
    {
        JsonArray pixels = [];
        for (int i = 0; i < DigitImage.PixelCount; i++)
        {
            (int row, int column) = (i / DigitImage.Side, i % DigitImage.Side);
            pixels.Add(row is >= 4 and < 24 && column is >= 13 and < 16 ? 255 : 0);
        }

        return pixels;
    }
}
