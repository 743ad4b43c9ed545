using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.ObjectPool;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>POST /predict.</summary>
internal static class PredictEndpoint
{
    public const string Name = "predict";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/predict", PredictAsync)
            .WithName(Name)
            .WithSummary("Recognise a digit")
            .WithDescription("Computes the probability of each of the ten digits for one picture.")
            .WithTags("Digits")
            .Accepts<PredictRequest>("application/json")
            .Produces<PredictResponse>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status408RequestTimeout)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .RequireRateLimiting(ClientRateLimit.Policy);
    }

    private static async Task<IResult> PredictAsync(
        HttpContext context, ModelStatus status, DigitsMetrics metrics, DigitsWebOptions options)
    {
        if (!PredictRequestReader.IsJson(context.Request.ContentType))
        {
            return TypedResults.Problem("Accepted: application/json in UTF-8.", statusCode: StatusCodes.Status415UnsupportedMediaType);
        }

        if (status.Recognizers is not { } recognizers)
        {
            return NotReady(context.Response, status.Current);
        }

        byte[] pixels = new byte[DigitImage.PixelCount];
        try
        {
            (PredictRequest? request, string field, string error) =
                await PredictRequestReader.ReadAsync(context.Request, pixels, context.RequestAborted).ConfigureAwait(false);
            return request is null
                ? TypedResults.ValidationProblem(new Dictionary<string, string[]> { [field] = [error] })
                : TypedResults.Ok(Recognize(recognizers, pixels, request.Activations, metrics));
        }
        catch (BadHttpRequestException e)
        {
            string detail = e.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? $"Accepted: a body of at most {options.MaxBodyBytes} bytes."
                : e.Message;
            return TypedResults.Problem(detail, statusCode: e.StatusCode);
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            // The client hung up: nobody reads the answer.
            return TypedResults.StatusCode(StatusCodes.Status499ClientClosedRequest);
        }
    }

    private static PredictResponse Recognize(
        ObjectPool<DigitRecognizer> recognizers, byte[] pixels, bool withActivations, DigitsMetrics metrics)
    {
        long start = Stopwatch.GetTimestamp();
        DigitRecognizer recognizer = recognizers.Get();
        try
        {
            PredictResponse response = recognizer.Recognize(pixels, withActivations);
            metrics.CountPrediction(response.Digit, Stopwatch.GetElapsedTime(start));
            return response;
        }
        finally
        {
            recognizers.Return(recognizer);
        }
    }

    private static ProblemHttpResult NotReady(HttpResponse response, ModelUpdate update)
    {
        // A model that could not be made or loaded will not come.
        if (update.State != ModelState.Failed)
        {
            response.Headers.RetryAfter = $"{Math.Max(1, Math.Ceiling(update.SecondsLeft ?? 1))}";
        }

        return TypedResults.Problem(update.Describe(), statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
